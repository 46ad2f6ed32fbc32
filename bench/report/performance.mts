/** `docs/performance.md`, written from what was measured. */
import { isMet, type Bar, type Spread } from '../measure/figures.mts';
import type { Curve, Result, Row } from '../measure/result.mts';

export interface Machine {
	processor: string;
	processors: number;
	memoryGB: number;
	node: string;
	n8n: string;
	date: string;
}

const INTRODUCTION = `# How fast it is, and against what

Written by \`npm run bench\`; each section says when and where it was measured. Every bar is a ratio of sides that took turns in one run, so whatever else
the machine does meets all of them. A slow processor still moves the ratio where one side computes more and the other waits
more. Each figure is the middle of its rounds, with the least and the most in brackets.`;

/** A bench, what it measured, and on what. */
export interface Measured {
	name: string;
	machine: Machine;
	result: Result;
}

/**
 * The page with what was measured in the place of that bench's section; the sections of other benches stay as they are.
 * @param page the text so far; empty at first
 * @param order all benches, as their sections follow each other
 */
export function withSection(page: string, order: string[], measured: Measured): string {
	const sections = new Map([...sectionsOf(page), [measured.name, section(measured)]]);
	const parts = order.flatMap((name) => {
		const text = sections.get(name);
		return text === undefined ? [] : [`${markOf(name)}\n\n${text}`];
	});
	return `${[INTRODUCTION, ...parts].join('\n\n')}\n`;
}

function markOf(name: string): string {
	return `<!-- bench: ${name} -->`;
}

function sectionsOf(page: string): Array<[name: string, text: string]> {
	return [...page.matchAll(/^<!-- bench: (\w+) -->$([^]*?)(?=^<!-- bench: |$(?![^]))/gm)].map(
		([, name, text]) => [name, text.trim()],
	);
}

function lineOf({ processor, processors, memoryGB, node, n8n, date }: Machine): string {
	return `Measured on ${date}: ${processors} × ${processor}, ${memoryGB} GB; n8n ${n8n}, Node ${node}.`;
}

function section({ machine, result }: Measured): string {
	const { title, about, rows, bars, curves, notes, noisy } = result;
	const noise = noisy
		? [
				'**Noisy**: other work on the machine moved the floor by more than a quarter, in every attempt.',
			]
		: [];
	return [
		`## ${title}`,
		about,
		...(rows.length > 0 ? [tableOfRows(rows), chartOfRows(title, rows)] : []),
		...(bars.length > 0 ? [tableOfBars(bars)] : []),
		...curves.map(chartOfCurve),
		...notes,
		...noise,
		lineOf(machine),
	]
		.filter((part) => part !== '')
		.join('\n\n');
}

function tableOfRows(rows: Row[]): string {
	const columns = [
		{ head: 'seconds', cell: ({ seconds }: Row) => seconds },
		{
			head: "seconds of n8n's processor time",
			cell: ({ processorSeconds }: Row) => processorSeconds,
		},
		{ head: 'MB at the peak', cell: ({ peakMB }: Row) => peakMB },
	].filter(({ cell }) => rows.some((row) => cell(row) !== undefined));
	return table(
		['', ...columns.map(({ head }) => head)],
		rows.map((row) => [row.name, ...columns.map(({ cell }) => spread(cell(row)))]),
	);
}

function tableOfBars(bars: Bar[]): string {
	return table(
		['bar', 'measured', 'at most', ''],
		bars.map((bar) => [
			bar.what,
			`${measured(bar.measured)} ${bar.unit ?? '×'}`,
			`${bar.most} ${bar.unit ?? '×'}`,
			isMet(bar) ? 'met' : 'missed',
		]),
	);
}

function table(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function spread(values: Spread | undefined): string {
	return values === undefined ? '' : `${values.median} (${values.least} – ${values.most})`;
}

/** What is counted is the same in every round. */
function measured(values: Spread): string {
	return values.least === values.most ? String(values.median) : spread(values);
}

function chartOfRows(title: string, rows: Row[]): string {
	const timed = rows.flatMap(({ name, seconds }) =>
		seconds === undefined ? [] : [{ name, value: seconds.median }],
	);
	if (timed.length < 2) return '';
	return chart(
		`${title}: seconds`,
		`[${timed.map(({ name }) => JSON.stringify(name)).join(', ')}]`,
		'"seconds"',
		`bar [${timed.map(({ value }) => value).join(', ')}]`,
		'horizontal',
	);
}

function chartOfCurve({ title, axes, points }: Curve): string {
	return [
		chart(
			title,
			`${JSON.stringify(axes.across)} [${points.map(({ size }) => JSON.stringify(size.toLocaleString('en'))).join(', ')}]`,
			JSON.stringify(axes.up),
			`line [${points.map(({ value }) => value).join(', ')}]`,
		),
		table(
			[axes.across, axes.up],
			points.map(({ size, value }) => [size.toLocaleString('en'), String(value)]),
		),
	].join('\n\n');
}

function chart(title: string, xAxis: string, yAxis: string, plot: string, turned = ''): string {
	return [
		'```mermaid',
		`xychart-beta ${turned}`.trim(),
		`    title ${JSON.stringify(title)}`,
		`    x-axis ${xAxis}`,
		`    y-axis ${yAxis}`,
		`    ${plot}`,
		'```',
	].join('\n');
}
