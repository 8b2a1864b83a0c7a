import type { ModalView } from '@slack/types';
import { z } from 'zod';
import {
  channelsField,
  checkField,
  choiceField,
  defineModal,
  numberField,
  textField,
} from '../../../platform/slack/index.ts';
import type { Settings } from '../schema.ts';
import { wholeNumber } from './fields.ts';

/** `/desk settings`: the numbers that a desk can choose. */
export const settingsModal = defineModal({
  id: 'settings.settings',
  meta: z.object({}),
  fields: z.object({
    mode: z.enum(['round_robin', 'balanced']),
    everySeconds: wholeNumber(5, 300),
    handoverMinutes: wholeNumber(1, 480),
    awayMinutes: wholeNumber(1, 480),
    askAtShiftStart: z.array(z.string()).default([]),
    unclaimedPercent: wholeNumber(1, 100),
    inWorkPercent: wholeNumber(1, 100),
    remindAfterDays: wholeNumber(1, 60),
    resolveAfterDays: wholeNumber(1, 60),
    closeAfterDays: wholeNumber(1, 60),
    showPromisedTimes: z.array(z.string()).default([]),
    watchedChannels: z.array(z.string()).max(100, 'Choose 100 channels at the most.').default([]),
    lockAfterDays: wholeNumber(1, 60),
    weekStart: z.enum(['monday', 'sunday', 'saturday']),
    dateOrder: z.enum(['day-month', 'month-day']),
    currency: z.string().regex(/^[A-Z]{3}$/, 'Write a currency by its three letters, for example EUR.'),
  }),
});

export type SettingsFields = ReturnType<typeof settingsModal.fields>;

export function settingsView({ assignment, escalation, tickets, stats, ...settings }: Settings): ModalView {
  const days = { min: 1, max: 60 };
  return settingsModal.view({
    title: 'Settings',
    submit: 'Save',
    meta: {},
    blocks: [
      choiceField({
        name: 'mode',
        label: 'Who gets the next ticket',
        options: {
          round_robin: 'In turn: longest since the last ticket',
          balanced: 'Balanced: fewest open tickets',
        },
        value: assignment.mode,
      }),
      numberField({
        name: 'everySeconds',
        label: 'Look at the queue at least every … seconds',
        value: assignment.everySeconds,
        min: 5,
        max: 300,
      }),
      numberField({
        name: 'handoverMinutes',
        label: 'Minutes to answer a handover',
        value: assignment.handoverMinutes,
        min: 1,
        max: 480,
      }),
      numberField({
        name: 'awayMinutes',
        label: 'Minutes away before a handover',
        value: assignment.awayMinutes,
        min: 1,
        max: 480,
      }),
      checkField({
        name: 'askAtShiftStart',
        label: 'Start of a shift',
        option: 'Ask whether one is available',
        checked: assignment.askAtShiftStart,
      }),
      numberField({
        name: 'unclaimedPercent',
        label: 'Alert managers of unclaimed tickets at % of the reaction time',
        value: escalation.unclaimedPercent,
        min: 1,
        max: 100,
      }),
      numberField({
        name: 'inWorkPercent',
        label: 'Alert managers of tickets in work at % of the resolution time',
        value: escalation.inWorkPercent,
        min: 1,
        max: 100,
      }),
      numberField({
        name: 'remindAfterDays',
        label: 'Remind a silent customer after days',
        value: tickets.remindAfterDays,
        ...days,
      }),
      numberField({
        name: 'resolveAfterDays',
        label: 'Resolve without an answer after days',
        value: tickets.resolveAfterDays,
        ...days,
      }),
      numberField({
        name: 'closeAfterDays',
        label: 'Close resolved tickets after days',
        value: tickets.closeAfterDays,
        ...days,
      }),
      checkField({
        name: 'showPromisedTimes',
        label: 'Customers',
        option: 'See when to expect an answer',
        checked: tickets.showPromisedTimes,
      }),
      channelsField({
        name: 'watchedChannels',
        label: 'Where the reaction :ticket: makes a ticket',
        hint: 'Empty: in every channel the app is in',
        values: tickets.watchedChannels,
        optional: true,
      }),
      numberField({
        name: 'lockAfterDays',
        label: 'Lock logged days after days',
        value: stats.lockAfterDays,
        ...days,
      }),
      choiceField({
        name: 'weekStart',
        label: 'Weeks start on',
        options: { monday: 'Monday', sunday: 'Sunday', saturday: 'Saturday' },
        value: settings.weekStart,
      }),
      choiceField({
        name: 'dateOrder',
        label: 'Dates are written',
        options: { 'day-month': '20/11/2026', 'month-day': '11/20/2026' },
        value: settings.dateOrder,
      }),
      textField({ name: 'currency', label: 'Currency', value: settings.currency }),
    ],
  });
}
