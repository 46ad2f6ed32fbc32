/** Sage 200 releases, by the day that brought their endpoints: what a site must run to have one. */
import { findOperation } from '../../catalog';

/** Sage's own announcements of what each release added to the API. */
const RELEASES: Record<string, string> = {
	'2024-02-05': '2024 R1',
	'2024-10-28': '2024 R2',
	'2025-06-02': '2025 R1',
};

/** `2025 R1`, or the day where the release has no such name. */
export function releaseOf(since: string): string {
	return RELEASES[since] ?? `of ${since}`;
}

/** Releases that a site may well not run yet; older ones are not worth a mark. */
export function recentReleaseOf(since: string | undefined): string | undefined {
	return since === undefined ? undefined : RELEASES[since];
}

/**
 * The release that a site lacks when it does not know a path. With an ID in the path it may be the record that is
 * missing, so nothing is said.
 */
export function releaseMissing(method: string, path: string): string | undefined {
	const since = /\/-?\d+(\/|$)/.test(path) ? undefined : findOperation(method, path)?.since;
	return since === undefined ? undefined : releaseOf(since);
}
