/** True for values that mean "not set": Sage rejects null, so such fields are left out. */
export function isUnset(value: unknown): value is undefined | null | '' {
	return value === undefined || value === null || value === '';
}

/** True also for a text of blanks, which says no more than an empty one. */
export function isBlank(value: unknown): boolean {
	return isUnset(value) || (typeof value === 'string' && value.trim() === '');
}
