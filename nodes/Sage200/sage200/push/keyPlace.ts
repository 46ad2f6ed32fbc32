/**
 * Where keys of one kind of document are kept, and whether Sage keeps them there as they are sent.
 *
 * A key that is cut, or kept with `?` for letters, is not found again. So the first push of a run goes alone, and when
 * Sage turns out to alter a key, nothing more of that run is posted.
 */
import { invalid } from '../protocol/failures';

import { keptForm, lossesOf } from './keyLosses';
import type { PendingDocument } from './pending';
import type { KeyRegister } from './register';

type Keyed = Pick<PendingDocument, 'key' | 'label'>;

export class KeyPlace {
	private proving?: Promise<unknown>;
	private altered?: { sent: string; kept: string };

	/** @param name of the place in this process: company, kind and field */
	constructor(
		private readonly register: KeyRegister,
		private readonly name: string,
	) {}

	/**
	 * Posts when it is known that this place keeps keys; until then one after the other.
	 * @throws InvalidInput for a key that would be altered; then nothing was sent
	 */
	async post<T>(pending: Keyed, act: () => Promise<T>): Promise<T> {
		while (this.proving && !this.register.keepsKeys(this.name)) await this.proving;
		this.refuseAltered(pending);
		const posting = act();
		if (!this.register.keepsKeys(this.name)) {
			const proving = posting
				.catch(() => undefined)
				.finally(() => {
					if (this.proving === proving) this.proving = undefined;
				});
			this.proving = proving;
		}
		return await posting;
	}

	/** A document was found, or answered, with its key. */
	prove(): void {
		this.register.proveKeys(this.name);
	}

	/**
	 * Sage keeps a key otherwise than it was sent.
	 * @returns what the item says of it
	 */
	learn(sent: string, kept: string): string {
		this.altered ??= { sent, kept };
		this.register.learnLosses(this.name, lossesOf(sent, kept));
		return `Sage keeps this key as "${kept}", so that it cannot be found again by "${sent}": keep keys in a field that holds them as they are.`;
	}

	private refuseAltered({ key, label }: Keyed): void {
		const losses = this.register.lossesOf(this.name);
		const kept = losses ? keptForm(key, losses) : key;
		const remedy = 'Keep the key in another field, or use keys that Sage 200 keeps as they are.';
		if (kept !== key) throw invalid(label, `"${key}": Sage keeps this key as "${kept}"`, remedy);
		if (this.altered)
			throw invalid(
				label,
				`"${key}" was not sent: of "${this.altered.sent}" Sage keeps this key as "${this.altered.kept}"`,
				remedy,
			);
	}
}
