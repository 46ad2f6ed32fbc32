/** When Sage 200's releases came out (api.md §m): what is younger than a site's release is not there yet. */
const RELEASES: Record<string, string> = {
	'2020 R2': '2020-12-31',
	'2021 R1': '2021-03-31',
	'2021 R2': '2021-12-31',
	'2022 R1': '2022-02-28',
	'2022 R2': '2022-12-31',
	'2023 R1': '2023-06-30',
	'2023 R2': '2023-12-31',
	'2024 R1': '2024-02-29',
	'2024 R2': '2024-12-31',
	'2025 R1': '2025-06-30',
	'2025 R2': '2025-12-31',
};

/** True if a release has what came out on a date; what has no date was always there. */
export function hasSince(release: string, since: string | undefined): boolean {
	return since === undefined || since <= (RELEASES[release] ?? '9999');
}
