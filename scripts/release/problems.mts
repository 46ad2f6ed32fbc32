/** What speaks against a release. */

/** What a release is decided by. */
export interface ReleaseFacts {
	/** The version that is asked for. */
	version: string;
	/** The version in package.json. */
	current: string;
	/** The text of CHANGELOG.md. */
	changelog: string;
	/** What `git ls-remote --tags` says of the repository that is pushed to. */
	tags: string;
}

/** Why a version cannot be released, in sentences; none if it can. */
export function problemsOf({ version, current, changelog, tags }: ReleaseFacts): string[] {
	if (!/^\d+\.\d+\.\d+$/.test(version))
		return [`"${version}" is no version. Give one such as ${current}.`];
	const problems: string[] = [];
	if (isLower(version, current))
		problems.push(`${version} is lower than ${current}, the version in package.json.`);
	const newest = /^## (.+)$/m.exec(changelog)?.[1].trim();
	if (newest !== version)
		problems.push(
			`CHANGELOG.md begins with ${newest ?? 'no version'}. Write what is new in ${version} at its top, and commit it.`,
		);
	if (tags.split('\n').some((line) => line.trim().endsWith(`refs/tags/${version}`)))
		problems.push(`${version} is released: there is a tag of it. Choose a higher version.`);
	return problems;
}

function isLower(version: string, other: string): boolean {
	const [left, right] = [version, other].map((each) => each.split('.').map(Number));
	const at = left.findIndex((part, index) => part !== right[index]);
	return at >= 0 && left[at] < right[at];
}
