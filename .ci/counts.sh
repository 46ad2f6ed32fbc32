# What test runners say that they did, read from a step's log. Three of them speak: jest ("Tests: 1 failed, 27 passed, 28
# total"), node's own ("# pass 27", "ℹ pass 27" in newer versions) and our e2e ("27 passed, 1 failed").

plain() { # log
	sed 's/\x1b\[[0-9;]*m//g' "$1"
}

count() { # log, pass|fail
	plain "$1" |
		sed -E 's/^(#|ℹ) (pass|fail) ([0-9]+)$/node: \3 \2ed/' |
		grep -E '^(Tests: |node: |[0-9]+ passed, [0-9]+ failed$)' |
		grep -oE "[0-9]+ $2ed" | awk '{ sum += $1 } END { print sum + 0 }'
}

# The tests' own last words, or the one line that our commands end with.
closing_lines() { # log
	local own
	own=$(plain "$1" | grep -E '^((Test Suites|Tests|Snapshots|Time): |(#|ℹ) (tests|pass|fail|duration_ms) )')
	echo "${own:-$(tail -n 1 "$1" | cut -c1-200)}" | sed '2,$s/^/               /'
}
