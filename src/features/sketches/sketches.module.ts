import { Module } from '@nestjs/common';
import { LibraryShelves } from './library-shelves.ts';
import { SketchAnswers } from './sketch-answers.ts';
import { SketchesStore } from './sketches.store.ts';

@Module({ providers: [SketchesStore, LibraryShelves, SketchAnswers], exports: [SketchAnswers] })
export class SketchesModule {}
