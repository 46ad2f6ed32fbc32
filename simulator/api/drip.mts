/** A body that comes letter by letter, as over a line that all but stands still. */
import type { ServerResponse } from 'node:http';
import { NOTICE, NOTICE_HEADER } from '../notice.mts';
import type { Drip } from './replies.mts';

/** Blanks may follow a JSON text: a body that must not end goes on with them. */
const FILLER = ' ';

/** Sends headers at once and the text slowly. Ends when the client hangs up, if not before. */
export function dripped(
	response: ServerResponse,
	status: number,
	text: string,
	{ everyMs, lastsMs }: Drip,
): void {
	response.writeHead(status, {
		'content-type': 'application/json; charset=utf-8',
		[NOTICE_HEADER]: NOTICE,
	});
	let sent = 0;
	const drops = setInterval(() => response.write(text[sent++] ?? FILLER), everyMs);
	const end =
		lastsMs === undefined ? undefined : setTimeout(() => response.end(text.slice(sent)), lastsMs);
	response.once('close', () => {
		clearInterval(drops);
		clearTimeout(end);
	});
}
