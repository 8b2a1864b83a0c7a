import type { Upload } from '../../control/types.ts';

const base64 = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });

/** Files of this device as the control API takes them. */
export const uploadsOf = (files: File[]): Promise<Upload[]> =>
  Promise.all(files.map(async (file) => ({ name: file.name, data: await base64(file) })));
