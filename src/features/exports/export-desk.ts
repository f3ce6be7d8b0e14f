import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Config, databaseUrlOf } from '../../platform/config/config.ts';
import type { TableHead } from './export-column.ts';
import { type ExportFormat, FILE_ENDINGS, MEDIA_TYPES } from './export-format.ts';
import type { ExportJob } from './export-job.ts';
import { ExportStream } from './export-stream.ts';

/** A file on its way. */
export interface ExportFile {
  readonly stream: ExportStream;
  readonly mediaType: string;
  readonly fileName: string;
}

/** Each holds a thread, a connection and up to some 150 MB. */
const AT_ONCE = 3;

/** Opens exports, a few at a time. */
@Injectable()
export class ExportDesk {
  private open = 0;

  constructor(private readonly config: Config) {}

  /** The rows of a statement. @throws Refusal TOO_MANY_REQUESTS */
  beginQuery(format: ExportFormat, head: TableHead, text: string): Promise<ExportFile> {
    const query = { databaseUrl: databaseUrlOf(this.config), text };
    return this.begin({ format, head, source: { kind: 'query', query } });
  }

  /**
   * @param onEnd called once the file is through, or given up, or was refused
   * @returns once the first bytes are there, so that what fails before them is an answer and not a broken file
   * @throws Refusal TOO_MANY_REQUESTS
   */
  async begin(job: ExportJob, onEnd: () => void = () => undefined): Promise<ExportFile> {
    if (this.open >= AT_ONCE) {
      onEnd();
      throw new Refusal('TOO_MANY_REQUESTS', `exports: ${AT_ONCE} are under way already`, {
        expected: `at most ${AT_ONCE} exports at once`,
        actual: String(this.open + 1),
        remedy: 'wait until one is through, or end one',
      });
    }
    this.open++;
    const stream = new ExportStream(job, () => {
      this.open--;
      onEnd();
    });
    // Whoever reads it is told by the stream itself.
    stream.on('error', () => undefined);
    try {
      await stream.begun;
    } catch (error) {
      stream.destroy();
      throw error;
    }
    const { format, head } = job;
    return { stream, mediaType: MEDIA_TYPES[format], fileName: `${head.name}.${FILE_ENDINGS[format]}` };
  }
}
