"""The limits on comments, each with its reason. What readers are told about them is in refusals.py."""

from datetime import timedelta

MAX_LENGTH = 2_000  # characters: a long letter to the editor; the lower end of what large comment systems advise
MAX_TYPED = 25 * MAX_LENGTH  # signs, invisible ones included: nothing longer is read at all before it is refused
MAX_NOTE_LENGTH = 500  # characters of a moderator's note: it is printed in the thread and must not become a lecture

PACE = timedelta(seconds=3)  # nobody reads a thread and types an answer faster; stops double posts and simple scripts
PER_HOUR = 30  # one every two minutes for an hour: beyond any reader, short of a flood
HOUR = timedelta(hours=1)
NEW_PACE = timedelta(seconds=30)  # of somebody new: Discourse's number; half a minute is what a second thought takes
NEW_PER_DAY = 10  # of somebody new: as many first answers as large forums allow, and as a moderator reads in a pause
DAY = timedelta(days=1)
REFUSED_PER_DAY = 30  # texts of one reader that leave a record: enough to see a flood, and to mend a text word by word
REPEAT_WINDOW = timedelta(minutes=6)  # the same words again within this time are a slip or spam, not an argument

EDIT_WINDOW = timedelta(minutes=5)  # long enough for a typo, too short to rewrite what others answered
MAX_EDITS = 10  # within five minutes: beyond any reader who mends a typo

CLOSES_AFTER = timedelta(days=14)  # after publication: later comments are mostly spam, and nobody reads them

NEWCOMER = 2  # comments read before they appear, of somebody who is new: Coral's number
TRUSTED = 10  # comments that readers have seen, from which on somebody may write while no moderator is awake
FIRST_DAY = timedelta(days=1)  # what an account is mostly used for if it was made to advertise
MAX_LINKS = 2  # in one comment, before a moderator looks; none at all on the first day

RECORD_WINDOW = timedelta(days=7)
RECORD_DECISIONS = 3  # fewer say nothing about anybody
RECORD_SHARE = 0.3  # of them hidden: Coral's number

PAGE = 25  # comments on a page: some three screens of a phone, one query of an index
FIRST_REPLIES = 3  # below a comment, and picks above a thread, before somebody asks for more
MAX_UNSENT = 5 * MAX_LENGTH  # characters kept through a log-in, so that even a text that is too long can be shortened

MAX_COMPLAINT_LENGTH = 1_000  # characters: enough to name what is wrong, short enough to be read within a minute
COMPLAINTS_PER_HOUR = 5  # of one person or device: more than anybody who reads a thread finds in an hour
COMPLAINTS_PER_DAY = 20  # the cap that large forums give a reader for a day
COMPLAINTS_OF_NETWORK = 60  # in an hour, whatever its devices call themselves: beyond a campaign, short of a script
ONE_COMPLAINT = timedelta(minutes=10)  # the same words from the same device within this time are a double click
TRUSTED_TO_HIDE = 3  # readers with a good record, each by himself: their complaints hide a comment pending review
TRUSTED_AFTER = 3  # decided complaints: below that a record says nothing
TRUSTED_SHARE = 0.5  # of them upheld
RECORD = 20  # newest decided complaints that make a complainant's record: people change
STRANGER = 0.5  # weight of a complaint whose sender shows no verified account, against one who does
CLAIM = timedelta(minutes=5)  # long enough to read a case, short enough that a forgotten tab blocks nobody
SWEEP_DAYS = 30  # a ban takes along at most a month: what is older was read and answered long ago
MOST_SWEPT = 200  # comments hidden at once: some seconds of one transaction
APPEAL = timedelta(days=7)  # to read a mail and think about it
MAX_APPEAL_LENGTH = 1_000  # characters
