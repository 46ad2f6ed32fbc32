/** How replies look. The first value of each switch is the likeliest; every switch says what it rests on. */
export const REPLY_SWITCHES = {
	/** Lists come bare (api.md e: every capture), or inside `{"value": […]}` (one client tolerates it). */
	envelope: ['bare', 'value'],
	/** What `$count=true` does: nothing, the number alone, or the number beside the rows. Unknown (api.md l). */
	count: ['ignored', 'number', 'beside'],
	/** Body of a 400: `Message` is read by a client (api.md f), the others are ASP.NET's own. */
	badRequestBody: ['Message', 'ModelState', 'ExceptionMessage', 'text'],
	/** Body of a 401: often empty (api.md f). */
	unauthorisedBody: ['empty', 'json'],
	/**
	 * What of the expandable fields POST and PUT reply with: what captures show (api.md n: orders much, a new product its
	 * places, others nothing), all of them, or none.
	 */
	writeReplies: ['captured', 'expanded', 'scalars'],
	/** Plain fields that come only with an expand of their own, as their descriptions and captures say (api.md n). */
	namedScalars: ['onRequest', 'always'],
	/** Foreign ids that are not set: 0 for most and absent for some in captures (api.md n), or all alike. */
	unsetIds: ['captured', 'zero', 'null', 'absent'],
	/** Fields that only tell Sage what to do: no capture shows one (api.md n). */
	writeOnlyFields: ['hidden', 'echoed'],
	/** Whether a POST's reply may lag behind: a captured customer shows no price band there, and one afterwards (api.md n). */
	postReplies: ['lagging', 'final'],
	/** POST replies left date_time_created and date_time_updated out in captures (api.md g). */
	postReplyStamps: ['omitted', 'included'],
	/** The date_time_updated of a PUT reply: three of five captures show the old one (api.md n). */
	putReplyStamps: ['new', 'old'],
	/** Dates that are not set are omitted in captures (api.md g). */
	nullDates: ['omitted', 'null'],
	/** What follows a date's time: old sites left the Z out (api.md g). */
	dateZone: ['Z', 'none'],
	/** How fine stamps are: captures have up to three decimals; a site that keeps whole seconds makes many alike. */
	stampGrain: ['milliseconds', 'seconds'],
	/** `$top` above `largestTop`: which of both is unknown (api.md d). */
	topOverMaximum: ['clamp', 'refuse'],
	/** Comparison of texts in $filter: SQL Server's usual collation ignores case (api.md l). */
	textCompare: ['insensitive', 'sensitive'],
} as const;
