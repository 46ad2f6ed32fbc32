/** What a bench hands over: its figures, its bars, and what it was measured against. */
import type { Bar, Spread } from './figures.mts';

/** One row of a table of figures. */
export interface Row {
	name: string;
	seconds?: Spread;
	/** Of n8n's process. */
	processorSeconds?: Spread;
	peakMB?: Spread;
}

/** Figures over a growing size. */
export interface Curve {
	title: string;
	/** What is counted along the bottom, and up the side. */
	axes: { across: string; up: string };
	points: Array<{ size: number; value: number }>;
}

export interface Result {
	title: string;
	/** What was done, in a sentence or two. */
	about: string;
	rows: Row[];
	bars: Bar[];
	curves: Curve[];
	/** What the reader should know of the figures. */
	notes: string[];
	/** The machine was not quiet. */
	noisy: boolean;
	/** What a script reads: the last line of output. */
	figures: Record<string, unknown>;
}

/** A bench: measured when it is called. */
export type Bench = () => Promise<Result>;
