/** Measures several sides of the same work in turn, so that whatever else the machine does meets all of them. */
import { say } from '../../scripts/progress.mts';
import { rounded, waver } from './figures.mts';

const ROUNDS = 5;
/** Where the floor's rounds are further apart than this, the machine was too busy for the sides to be compared. */
const NOISY = 0.25;
const ATTEMPTS = 2;

export interface Contest<Side extends string, Sample> {
	name: string;
	sides: Record<Side, (round: number) => Promise<Sample>>;
	/** The side that does least beside the work itself. */
	floor: Side;
	/** What of a sample tells whether the machine was quiet. */
	seconds(sample: Sample): number;
	rounds?: number;
}

export interface Outcome<Side extends string, Sample> {
	/** Of each side, one sample a round. */
	samples: Record<Side, Sample[]>;
	/** The floor wavered by more than a quarter in every attempt. */
	noisy: boolean;
}

/**
 * Runs a contest: a round to warm up, then the rounds that count, each with all sides, the next one in the reverse
 * order. Where the floor wavers too much all rounds are run again, and the attempt in which it wavers less counts.
 */
export async function alternate<Side extends string, Sample>(
	contest: Contest<Side, Sample>,
): Promise<Outcome<Side, Sample>> {
	const floorOf = (samples: Record<Side, Sample[]>) =>
		waver(samples[contest.floor].map(contest.seconds));
	let best = await attempt(contest);
	for (let tried = 1; tried < ATTEMPTS && floorOf(best) > NOISY; tried++) {
		say(`${contest.name}: noisy, the floor wavers by ${rounded(floorOf(best))}; once more`);
		const again = await attempt(contest);
		if (floorOf(again) < floorOf(best)) best = again;
	}
	return { samples: best, noisy: floorOf(best) > NOISY };
}

async function attempt<Side extends string, Sample>(
	contest: Contest<Side, Sample>,
): Promise<Record<Side, Sample[]>> {
	for (const side of sidesOf(contest)) await contest.sides[side](-1);
	return await takeTurns(contest);
}

/** The rounds that count, without one to warm up: for sides that each begin with a fresh process. */
export async function takeTurns<Side extends string, Sample>(
	contest: Omit<Contest<Side, Sample>, 'floor'>,
): Promise<Record<Side, Sample[]>> {
	const { name, sides, seconds, rounds = ROUNDS } = contest;
	const names = sidesOf(contest);
	const samples = Object.fromEntries(names.map((side) => [side, [] as Sample[]])) as Record<
		Side,
		Sample[]
	>;
	for (let round = 0; round < rounds; round++) {
		for (const side of round % 2 === 0 ? names : [...names].reverse()) {
			const sample = await sides[side](round);
			samples[side].push(sample);
			say(`${name}, round ${round + 1}, ${side}: ${rounded(seconds(sample))} s`);
		}
	}
	return samples;
}

function sidesOf<Side extends string>({ sides }: { sides: Record<Side, unknown> }): Side[] {
	return Object.keys(sides) as Side[];
}
