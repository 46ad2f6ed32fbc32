/** What a process has used, as Linux tells. */
import { readFile } from 'node:fs/promises';

/** Linux counts processor time in hundredths of a second. */
const TICKS_A_SECOND = 100;

/**
 * The most memory that a process has had, in MB.
 * @throws Error where the system does not tell
 */
export async function peakMemoryOf(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
	if (kilobytes === undefined) throw new Error(`There is no peak of memory of process ${pid}`);
	return Math.round(Number(kilobytes) / 1024);
}

/** The processor time that a process has had, in seconds: it does not grow while others have the processor. */
export async function processorTimeOf(pid: number): Promise<number> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
	// The name in brackets may hold blanks; the times are the 14th and the 15th field.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}
