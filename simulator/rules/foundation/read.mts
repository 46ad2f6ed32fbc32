/** Reads values of untyped rows and bodies. */
import type { Body } from '../../world.mts';

/** A number; 0 if it is none, as Sage writes unset ids. */
export function numberOf(value: unknown): number {
	return typeof value === 'number' ? value : 0;
}

/** A text; empty if it is none. */
export function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** The nested rows of a field; none if it holds no list. */
export function rowsOf(value: unknown): Body[] {
	return Array.isArray(value) ? (value as Body[]) : [];
}

/** A nested object; empty if it is none. */
export function objectOf(value: unknown): Body {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Body)
		: {};
}

/** True where a field was sent with a value. */
export function isSet(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}
