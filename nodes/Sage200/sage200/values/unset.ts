/** True for values that mean "not set": Sage rejects null, so such fields are left out. */
export function isUnset(value: unknown): value is undefined | null | '' {
	return value === undefined || value === null || value === '';
}
