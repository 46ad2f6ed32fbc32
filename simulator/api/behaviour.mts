/**
 * How the simulated Sage behaves where the reference sheet is not sure. Each switch has the likeliest value first;
 * the admin URL can set any of them, so that a client can be tried against all plausible Sages.
 */
export interface Behaviour {
	/** Lists come bare, or inside `{"value": […]}`. */
	envelope: 'bare' | 'value';
	/** What `$count=true` does: nothing, the number alone, or the number beside the rows. */
	count: 'ignored' | 'number' | 'beside';
	/** Body of a 400. */
	badRequestBody: 'Message' | 'ModelState' | 'ExceptionMessage' | 'text';
	/** Body of a 401. */
	unauthorisedBody: 'empty' | 'json';
	/** POST and PUT reply with expandable fields filled, or with plain fields only. */
	writeReplies: 'expanded' | 'scalars';
	/** POST replies leave date_time_created and date_time_updated out. */
	postReplyStamps: 'omitted' | 'included';
	/** Fields that the endpoint does not know. */
	unknownFields: 'ignored' | 'refused';
	/** Texts given as numbers, numbers given as texts. */
	looseTypes: 'refused' | 'converted';
	/** Most rows of one answer: 5,000 since February 2019, older sites may give fewer. */
	largestTop: number;
	/** `$top` above `largestTop`. */
	topOverMaximum: 'clamp' | 'refuse';
	/** Addresses longer than `longestUrl`. */
	longUrl: 404 | 400 | 'accepted';
	longestUrl: number;
	/** Comparison of texts in $filter. */
	textCompare: 'insensitive' | 'sensitive';
	/** Dates that are not set. */
	nullDates: 'omitted' | 'null';
	/** What follows a date's time: old sites left the Z out. */
	dateZone: 'Z' | 'none';
	/** Verb of /sop_orders_status and /sop_returns_status. */
	statusVerb: 'POST' | 'PUT';
	/** `GET /sites`: empty when the tunnel to the customer's server is down. */
	sites: 'listed' | 'empty';
	/** Answers every call with a redirect to this address, as a misconfigured gateway does. */
	redirectTo: string;
	/** The id token carries auth_time when the login asked for max_age. */
	authTime: 'on' | 'off';
	/** Refresh tokens are replaced at every use. */
	rotation: 'on' | 'off';
	/** A refresh token's life counts from the login, or anew from each refresh. */
	refreshLife: 'absolute' | 'sliding';
	accessTokenSeconds: number;
	refreshTokenSeconds: number;
	/** Newest release the site has: endpoints and fields that came later are not there. */
	release: string;
	/** Catalog groups that the user's Sage role has no right to: they answer 403. */
	deniedGroups: string[];
	/** Ids of companies that the user has no access to: they answer 401. */
	deniedCompanies: number[];
}

const DAY = 86_400;

export const DEFAULT_BEHAVIOUR: Readonly<Behaviour> = {
	envelope: 'bare',
	count: 'ignored',
	badRequestBody: 'Message',
	unauthorisedBody: 'empty',
	writeReplies: 'expanded',
	postReplyStamps: 'omitted',
	unknownFields: 'ignored',
	looseTypes: 'refused',
	largestTop: 5000,
	topOverMaximum: 'clamp',
	longUrl: 404,
	longestUrl: 2048,
	textCompare: 'insensitive',
	nullDates: 'omitted',
	dateZone: 'Z',
	statusVerb: 'POST',
	sites: 'listed',
	redirectTo: '',
	authTime: 'on',
	rotation: 'on',
	refreshLife: 'absolute',
	accessTokenSeconds: 8 * 3600,
	refreshTokenSeconds: 90 * DAY,
	release: '2025 R1',
	deniedGroups: [],
	deniedCompanies: [],
};

/** Sets switches. @throws Error for a name that is none, so that a misspelt test does not pass by accident */
export function setBehaviour(behaviour: Behaviour, changes: Partial<Behaviour>): void {
	for (const [name, value] of Object.entries(changes)) {
		if (!(name in DEFAULT_BEHAVIOUR)) throw new Error(`There is no behaviour "${name}"`);
		const expected = DEFAULT_BEHAVIOUR[name as keyof Behaviour];
		if (name !== 'longUrl' && typeof value !== typeof expected)
			throw new Error(`"${name}" must be a ${typeof expected}`);
	}
	Object.assign(behaviour, changes);
}
