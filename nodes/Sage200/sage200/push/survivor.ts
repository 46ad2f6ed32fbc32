/** Which of several documents with one key is kept. All workers come to the same answer, for they see the same IDs. */
import type { SageRecord } from '../protocol/api';

import type { DocumentKind } from './documentKind';

/** A confirmed one before a draft, the lowest ID first. */
export function survivorOf<Body extends object>(
	candidates: SageRecord[],
	{ drafts }: Pick<DocumentKind<Body>, 'drafts'>,
): SageRecord {
	const confirmed = candidates.filter((record) => !drafts?.isDraft(record));
	return (confirmed.length > 0 ? confirmed : candidates).reduce((lowest, each) =>
		Number(each.id) < Number(lowest.id) ? each : lowest,
	);
}
