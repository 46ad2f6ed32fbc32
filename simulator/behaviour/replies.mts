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
	/** POST and PUT reply with expandable fields filled, or with plain fields only (api.md g). */
	writeReplies: ['expanded', 'scalars'],
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
