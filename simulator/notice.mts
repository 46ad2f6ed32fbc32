/** Nobody shall take the simulator for Sage: every page, header and log line says what it is. */
export const NOTICE = 'Sage 200 simulator: not Sage, sample data only';

export const NOTICE_HEADER = 'x-simulator';
