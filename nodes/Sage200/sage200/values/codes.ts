/** Lists of codes as people give them: one, several with commas, or an array. */

/** The codes, each once, without outer spaces. */
export function codesOf(value: unknown): string[] {
	const list = Array.isArray(value) ? value.map(String) : String(value ?? '').split(/[,;\n]/);
	return [...new Set(list.map((each) => each.trim()).filter((each) => each !== ''))];
}
