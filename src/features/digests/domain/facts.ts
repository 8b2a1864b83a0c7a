import { formatFigure, kpis, noData } from '../../kpis/index.ts';
import type { DigestContent, DigestFigure } from './content.ts';
import { arrowOf, changeText, toneOf } from './figure-words.ts';

/** Slack allows 2,000 characters of alt text; three facts need far fewer. */
const mostCharacters = 600;

/** The three facts a reader would take away: how much, what moved most for the worse (or at all), and the SLA. */
export function altText(content: DigestContent): string {
  const { figures } = content;
  const [volume] = figures;
  const others = figures.slice(1).filter((figure) => arrowOf(figure) !== null);
  const moved = [...others.filter((figure) => toneOf(figure) === 'worse'), ...others].toSorted(
    (one, other) => weight(other) - weight(one),
  )[0];
  const facts = [volume, moved].flatMap((figure) => (figure ? [figureFact(figure, content)] : []));
  return `${content.name}, ${content.span}. ${[...facts, slaFact(content)].join('. ')}.`.slice(
    0,
    mostCharacters,
  );
}

/** `Total Chats 412, up 6 % vs last Thu`. */
export function figureFact(figure: DigestFigure, content: DigestContent): string {
  const kpi = kpis.find(({ key }) => key === figure.key);
  const value = formatFigure(figure.value, kpi?.unit ?? 'count', content.locale);
  const arrow = arrowOf(figure);
  const change = changeText(figure, content);
  return `${kpi?.label} ${value}${change ? `, ${arrow ? `${arrow} ` : ''}${change}` : ''}`;
}

function slaFact({ sla, days, locale }: DigestContent): string {
  const index = sla.firstResponse.findLastIndex((value) => value !== null);
  const share = formatFigure(sla.firstResponse[index] ?? null, 'percent', locale);
  if (share === noData) return `First response within SLA: ${noData}`;
  return `First response within SLA on ${days[index]?.label}: ${share}, target ${sla.target} %`;
}

function weight(figure: DigestFigure): number {
  return (toneOf(figure) === 'worse' ? 1_000_000 : 0) + Math.abs(figure.change?.amount ?? 0);
}
