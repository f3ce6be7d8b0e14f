import { Refusal } from '../../../core/outcome/refusal.ts';

/** The refusal that an error of the file system or of a decoder amounts to; refusals pass as they are. */
export function fileRefusal(path: string, error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new Refusal('FILE_NOT_FOUND', `there is no file ${path}`, {
      where: path,
      remedy: 'Check the path; relative paths start at the working directory.',
    });
  }
  return new Refusal('FILE_UNREADABLE', `${path} cannot be read`, {
    expected: 'a whole CSV, CSV.gz or Parquet file',
    actual: code === 'Z_BUF_ERROR' ? 'compressed data that ends too early' : (error as Error).message,
    where: path,
    remedy: 'Copy or export the file again.',
  });
}
