/** Lists of codes and names as people give them: an array, or a text with commas, semicolons or lines between them. */

/** The entries, each once, without outer spaces and without empty ones. */
export function listIn(value: unknown): string[] {
	const entries: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(/[,;\n]/);
	const texts = entries.map((each) => String(each ?? '').trim());
	return [...new Set(texts.filter((each) => each !== ''))];
}
