/**
 * Documents of one group take the same steps together: when each of them has taken a step, or has left the group, Sage
 * is given its time and one look serves them all.
 */
import { normalKey } from '../lookups/lookups';
import type { SageRecord } from '../protocol/api';

import type { FindByKeys } from './finder';

/** One document's place in a group. */
export interface Seat {
	/** What carries the key when all others have taken this step as well. By itself when the seat was left. */
	look(key: string): Promise<SageRecord[]>;
	/** Goes on by itself, so that the others do not wait. */
	leave(): void;
}

/** How a group waits and looks. */
export interface Looking {
	/** Waits until Sage shows everybody what was written. */
	settle(): Promise<void>;
	find: FindByKeys;
}

/** Steps of a push in Strict: the draft, the confirmation. */
const STEPS = 2;

/** The seats of a group of so many documents. */
export function seatsFor(count: number, looking: Looking): Seat[] {
	const steps = Array.from({ length: STEPS }, () => new Step(count, looking));
	return Array.from({ length: count }, () => seatAt(steps, looking));
}

function seatAt(steps: Step[], { settle, find }: Looking): Seat {
	const ahead = [...steps];
	return {
		async look(key) {
			const step = ahead.shift();
			if (step) return await step.look(key);
			await settle();
			return (await find([key])).get(normalKey(key)) ?? [];
		},
		leave() {
			for (const step of ahead.splice(0)) step.leave();
		},
	};
}

class Step {
	private readonly keys = new Set<string>();
	private taken = 0;
	private open: (found: Promise<Map<string, SageRecord[]>>) => void = () => undefined;
	private readonly found = new Promise<Map<string, SageRecord[]>>(
		(resolve) => (this.open = resolve),
	);

	constructor(
		private expected: number,
		private readonly looking: Looking,
	) {}

	async look(key: string): Promise<SageRecord[]> {
		this.keys.add(key);
		this.taken++;
		this.lookWhenComplete();
		return (await this.found).get(normalKey(key)) ?? [];
	}

	leave(): void {
		this.expected--;
		this.lookWhenComplete();
	}

	private lookWhenComplete(): void {
		if (this.taken === this.expected && this.taken > 0) this.open(this.lookOnce());
	}

	private async lookOnce(): Promise<Map<string, SageRecord[]>> {
		await this.looking.settle();
		return await this.looking.find([...this.keys]);
	}
}
