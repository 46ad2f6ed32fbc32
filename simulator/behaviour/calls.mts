/** How calls are taken. The first value of each switch is the likeliest; every switch says what it rests on. */
export const CALL_SWITCHES = {
	/** Fields that the endpoint does not know: ignored or refused is unknown (api.md k 14). */
	unknownFields: ['ignored', 'refused'],
	/** Texts given as numbers, numbers given as texts: the schemas have one type, what Sage does with others is unknown. */
	looseTypes: ['refused', 'converted'],
	/** Addresses longer than `longestUrl`: the maximum is unknown (api.md d). */
	longUrl: [404, 400, 'accepted'],
	/**
	 * What Sage keeps of keys, references, analysis codes and spare texts: without blanks around them, exactly as
	 * sent, cut to `cutKeyLength`, or with `?` for letters outside Windows' western code page. Unknown (api.md n).
	 */
	keyStorage: ['trimmed', 'exact', 'cut', 'codePage'],
	/** Verb of /sop_orders_status and /sop_returns_status, and whether the path ends in the id: unknown (api.md j 7). */
	statusVerb: ['POST', 'PUT', 'PUT by id'],
	/** How a body of these names order and status: as two clients do, each in its way (api.md j 7). Unknown. */
	statusBody: ['sop_order_id', 'id'],
	/** `GET /sites`: empty when the tunnel to the customer's server is down (api.md c). */
	sites: ['listed', 'empty'],
} as const;
