"""English phrases that break a rule, each group with a better sentence."""

from __future__ import annotations

from typing import Final

from relevo.conduct.checks.lexicon import Remark
from relevo.conduct.checks.wordlist import rows

_READ = "read|checked|told|known|looked|asked|noticed|followed|kept|used|tested|tried|contacted|called|written|listened"
_DONE = "thought|said|mentioned|informed|understood|learned|bought|paid|realised|realized|done|bothered|taken"
_NOT = "didn't|don't|haven't|can't|cannot|never|didnt|dont|havent|cant"
_SHOP = "shop|store|seller|retailer|dealer|manufacturer|maker|bank|provider|carrier|courier|operator|landlord"
_MATTER = "request|message|case|question|ticket|complaint|matter|issue|details"

REMARKS: Final[dict[str, tuple[Remark, ...]]] = {
    "rude.blame": (
        Remark(
            rows(f"""
                you should have (already|really|just|simply|better) {_READ}|{_DONE}
                you should've (already|really|just|simply|better) {_READ}|{_DONE}
                you shouldn't have !to|any|been|received|got|had|problems|trouble
                you should not have !to|any|been|received|got|had|problems|trouble / you should know better
                you should know that !we|i|our
                if you had (only|just|actually|really|even|simply|ever) {_READ}|{_DONE}
                if you'd (only|just|actually|really|even|simply|ever) {_READ}|{_DONE}
                had you (only|just|actually|really|even|simply|ever) {_READ}|{_DONE}
                you clearly|obviously|evidently did|didn't|do|don't|haven't|have
                you clearly|obviously|evidently can't|never|are|broke|dropped|misread|ignored
                clearly|obviously|evidently you|you're !were|deserve|need|paid / you apparently {_NOT}
                apparently you {_NOT}
                ~ your (own) fault|carelessness|negligence|ignorance|stupidity|laziness|incompetence|sloppiness
                ~ your own mistake|error|doing / you who broke|caused|failed|forgot / problem is you $
                only problem is you|yourself / must be you $
                you broke|ruined|damaged|destroyed it|this|that|the|your
                you messed (it|this|that|everything) up / you forgot to read|follow|check|tell|listen
                you did not (even|actually|properly) read|listen|follow|pay|bother|think
                you didn't|didnt (even|actually|properly|bother) read|listen|follow|pay|bother|think|to
                you never (even|actually|properly) read|listened|listen|followed|follow|told|bothered|mentioned
                you don't|dont|not seem|want to understand|listen|read
                you can't|cannot|cant even read|follow|understand
                you are|you're doing (it|this|everything) (all) wrong
                learn how to read|use|write|follow|listen / learn to read|write|follow|listen
                pay more|better|closer attention / next time (just|simply|please) read|think|listen
                maybe|perhaps you should (have|just|try|start) reading|learn|read|listen
                maybe|perhaps you should (have|just|try|start) think|listening|thinking|learning
            """),
            "I can see how this happened, and we will put it right together.",
        ),
    ),
    "rude.already_said": (
        Remark(
            rows("""
                as|like i|we (have|had) already|previously|repeatedly|clearly said|told|explained
                as|like i|we (have|had) already|previously|repeatedly|clearly mentioned|wrote|stated|written
                as|like i've|we've|i'd already|previously|repeatedly|clearly said|told|explained
                as|like i've|we've|i'd already|previously|repeatedly|clearly mentioned|stated|written
                as|like i|we told you / as|like i|we said|explained before|already|twice|times|repeatedly
                as already|repeatedly|clearly said|explained|stated|mentioned|told|written|communicated
                as stated|explained|said above|before|already|previously|repeatedly
                i|we|i've|we've|ive (have|had) already|repeatedly told|answered|explained|informed you
                i|we|i've|we've|ive (have|had) already|repeatedly told|answered this|that|it|so !to|with
                i|we|i've|we've|ive (have|had) already|repeatedly explained|said this|that|it|so !to|with
                i|we told|informed you already|before|twice|repeatedly
                for the last|hundredth|umpteenth|thousandth time / how many more times
                how many times|more do|must|should|have i|we / how often do|must|should|have i|we
                once again i|we must|repeat|told / have|had|like|want|going to repeat myself|ourselves
                won't|not|never (going) (to) repeat|explain myself|ourselves|this|it
                tired|sick of explaining|repeating|answering|telling|saying|this|your
            """),
            "Let me say it more simply.",
        ),
    ),
    "rude.fact_marker": (
        Remark(
            rows("""
                ^ obviously|clearly|evidently !the|we|i|our|you / ^ actually you|your|nobody / ^ needless to say
                ^ as everyone|everybody|anyone knows / ^ it is|should (be) obvious|clear to
                ^ for your information
            """),
            "",
        ),
    ),
    "rude.sarcasm": (
        Remark(
            rows("""
                ^ how (very) convenient|original|surprising|shocking|clever|funny $
                ^ how (very) convenient|clever of you / ^ oh please|really $ / oh wow another
                ^ wow another|just / ^ great another
                ^ congratulations you|on breaking|losing|ruining|managed|managing|reading|finally
                ^ well done sherlock|genius|einstein / ^ bravo / ^ good for you / ^ nice try
                ^ sure because|whatever / ^ yeah right / another|some|real|such|absolute|little genius|einstein
                ^ let me guess / ^ surprise surprise / ^ what a surprise|tragedy|drama $ / big surprise $
                cry me / boo hoo / magic wand / crystal ball
                world|earth keeps|still|will|won't|hasn't (keep|stop) turning|end|ended|stopped|turn
                mind|thought reader|readers / mind reading / rocket science
                not|no a|the magician|wizard|psychic|magicians
                impressive|amazing|incredible|remarkable|unbelievable how you / good luck with that $
                funny how you
            """),
            "I understand this is annoying, and I will help you with it.",
        ),
    ),
    "rude.calm_down": (
        Remark(
            rows("""
                calm down / calm yourself / ^ relax $ / ^ just relax / ^ relax it|this|that / ^ chill (out) $
                ^ take it easy / you must|should|need|have|could (to) (just) relax|chill / take a deep breath
                don't|dont|not get (so|all|too) upset|emotional|angry|worked|excited|dramatic|hysterical
                no need|reason to (get|be) (so) upset|angry|rude|emotional|shout|yell|overreact|dramatic
                you are|you're (just|clearly|simply) overreacting|exaggerating|hysterical|dramatic
                stop complaining|whining|shouting|yelling|overreacting|crying|moaning|panicking
                watch|mind your tone|language|mouth|manners !settings
                don't|not (appreciate|like) your tone|attitude / with|in that (kind) (of) tone|attitude
                so dramatic|hysterical / not|isn't the end of the world
                just|only a (loudspeaker|speaker|soundbar|thermostat|parcel|toy|phone|box|remote) $
                get over it
            """),
            "You are right to be upset, and I am sorry. I am looking after it myself now.",
        ),
    ),
    "rude.not_our_problem": (
        Remark(
            rows("""
                not|isn't|isnt|hardly (really) our|my problem|business|concern|job|fault / you problem
                that's|thats|it's (simply|just|entirely|purely) your (own) problem|business|loss !with
                that|this|it is|remains (simply|just|entirely|purely) your (own) problem|business|loss !with
                ^ tough luck / ^ too bad / not my department / what do you want|expect me|us to|from
                couldn't|couldnt care less / what do you want|expect from me|us / what am i supposed to do
                what are we supposed to do / why should|would we|i care
                i|we (do) don't|dont|not (really) care !about|for / who cares / your bad luck
                nothing to do with us|me $ / ^ deal with it / deal with it yourself|alone
                you are|you're on your own $ / sort|figure|work it|that|this out yourself|yourselves
                have|must|need (to) live with it
            """),
            "I will find out who can help with this and bring you together.",
        ),
    ),
    "rude.read_the_manual": (
        Remark(
            rows("""
                ^ read the (damn|bloody|user|whole|actual|f) manual|instructions !page|pages|i|we|on|chapter
                ^ read the (damn|bloody|user|whole|actual|f) faq|documentation|docs !page|pages|i|we|on|chapter
                just|please|simply|should read the (user|whole|actual) manual|faq|docs !page|pages|i|we|on
                must|could|try|and read the (user|whole|actual) manual|faq|docs !page|pages|i|we|on / rtfm
                just|please|simply google it / ^ google it / try reading / the manual for once|yourself
                did|have you even|actually|ever|bother|bothered (to) (even) read|reading|opened
                it's|it is|that's|thats|is|all (all) written (in) (the) manual|instructions|faq $
                it's|it is|that's|thats|is|all (all) there|explained (in) (the) manual|instructions|faq $
                written|explained in the manual|instructions|faq $ / ^ look it up / look it up yourself
                can't|cant|didn't|don't you (even) read $? / can you (even|not|actually) read $?
                reason we|there write|is|wrote a manual / what the manual is for / that's what the faq|manual is
            """),
            "Let us go through the step you need; I attach the rest in case it helps.",
        ),
    ),
    "rude.insult": (
        Remark(
            rows("""
                idiot*|moron*|imbecil*|dumbass*|asshole*|arsehole*|bastard*
                bitch|bitches|wanker*|retard|retarded|cretin*|scumbag* / stupid !of|mistake|me
                stupidity|dumb|dumber|fuck*|shit|shitty|bullshit|crap
                ~ you are|you're|being|were (a|an|so|too|just|very|really|simply|all) lazy|ignorant
                ~ you are|you're|being|were (a|an|so|too|just|very|really|simply|all) incompetent
                ~ you are|you're|being|were (a|an|so|too|just|very|really|simply|all) clueless|pathetic
                ~ you are|you're|being|were (a|an|so|too|just|very|really|simply) ridiculous|absurd
                ~ you are|you're|being|were (a|an|so|too|just|very|really|simply) hopeless|insane
                ~ you are|you're (a|just|simply) liar|fraud|cheat|nuisance|pain|joke
                ~ your complaint|request|question is|are|was|sounds (just|simply|really|so) ridiculous|laughable
                ~ your claim|message|demand is|are|was|sounds (just|simply|really|so) ridiculous|laughable
                ~ your complaint|request|question is|are|was|sounds (just|simply|a) absurd|silly|joke|nonsense
                ~ your claim|message|demand is|are|was|sounds (just|simply|a) absurd|silly|joke|nonsense
                ~ silly|ridiculous|absurd question|complaint|request|claim|demand|message / shut up / ^ get lost
                ^ go away / you people / complete|utter|total|pure nonsense|rubbish
            """),
            "I see this differently, and I would like to explain why.",
        ),
    ),
    "rude.belittling": (
        Remark(
            rows("""
                half a brain / any child|kid|fool|monkey|toddler
                even a child|kid|baby|monkey|toddler|beginner can|could|knows|would
                anyone|anybody can do this|that|it / put your glasses on / put on your glasses
                open|use your (own) eyes|brain|head / common sense / basic english / plain|simple english
                are you (really|actually) blind|deaf|serious|kidding|joking|drunk / at your age / not for you $
                too old|slow|complicated|advanced for you
                ask a|your|some (little) grandchild|grandson|granddaughter|child|kid / ask an adult
                ask someone who (actually) knows|understands|can / even you can|could|should|will|might
                how you (even) managed|manage to break|lose|ruin|damage|miss / do your (own) homework|research
                make|explain it|this any simpler|clearer|easier / for dummies / grow up / get a life
                any|every|most|no normal|reasonable|intelligent|sane person|people / normal people
                who do you think you are / who you think you are / have no idea what you|you're
                you (clearly|obviously|simply|just) have no idea|clue / if you could|can (actually) read
            """),
            "That step is easy to miss, so let us go through it together.",
        ),
    ),
    "rude.disbelief": (
        Remark(
            rows("""
                are you (really|quite|absolutely|even|100) sure $?
                are you (really|quite|absolutely|even) sure (that) you
                find it|that|this (very|rather) hard|difficult|impossible to believe
                hard|difficult|impossible to believe $
                i|we (do) don't|dont|can't|cannot|not|hardly (really) believe you|your / doubt (that) you|your
                telling (us|me) the truth
                you are|you're (just|simply|obviously|clearly|probably) lying|imagining|inventing
                you (just|probably|must) (have) imagined|invented|fabricated
                making|made this|that|it|things up !to / that|this|it is (simply|just) untrue $
                so you say|claim / your alleged|supposed / expect me|us to believe
                nobody|noone else (has|had|ever) (ever) complained|complains|reported
                nobody|noone else has|had (ever) (had) this|that|such|any problem|problems|trouble
                nobody|noone else has|had (ever) (had) this|that|such|any issue|issues|fault
                no one else (has|had|ever) (ever) complained|complains|reported
                no one else has|had (ever) (had) this|that|such|any problem|problems|trouble|issue|issues|fault
                you are|you're the only one|customer|person (who|with|that) !we|i|can / convenient excuse|story
                we both know / know (that) you dropped|broke|lied|spilled / stories|tales like that|this
                time with stories|tales|excuses
            """),
            "Could you send me a photo or a short video? Then I can show it to our technicians.",
        ),
    ),
    "rude.threat": (
        Remark(
            rows("""
                you have|you've been warned / consider yourself warned / last|final warning / or else $
                see you in court / i|we will|shall (simply|just|have) (to) block|ban|blacklist|sue|report you
                we'll|i'll|we'd (simply|just|have) (to) block|ban|blacklist|sue|report you
                block|close|delete your account if|unless
                your account|you will be blocked|banned|blacklisted|sued if|unless
                if you keep|continue|go (on) (to) complain*|writing|write|shouting
                if you keep|continue|go (on) (to) asking|insist*|sending|calling|bother*
                if you don't|dont stop / one more word|complaint|insult / one more message|mail|email and|like
                you will|you'll regret / you will|you'll be sorry / hear|hearing from our lawyer*
                don't|dont you dare / the last time i|we (am|will|are) (going) (to) write|say|tell|answer
                the last time i|we (am|will|are) (going) (to) explain|writing|saying|telling
                before you write|complain|call again|think / be careful what you say|write|claim
                your tone|attitude is|was (not) (completely|totally|simply) unacceptable|acceptable
                your behaviour is|was (not) (completely|totally|simply) unacceptable|acceptable
                your behavior|language is|was (not) (completely|totally|simply) unacceptable|acceptable
                your tone|attitude is|was (completely|totally|simply) inappropriate|rude
                your behaviour|behavior|language is|was (completely|totally|simply) inappropriate|rude
                write|ask|speak|talk|say (it|that) (more) politely|nicely / or (do) not|don't expect
                be (more) polite|respectful or|if|next|first / or we|i won't answer|reply|help|respond
                or we'll|i'll (just|simply) stop|close|ignore|block
            """),
            "So that I can go on helping you, let us please keep to the matter itself.",
        ),
    ),
    "rude.dismissive": (
        Remark(
            rows("""
                ^ whatever $ / ^ so what $? / ^ and $? / ^ that's|thats life $ / that's|thats (just) how it is $
                and that's|thats that|final $ / end of discussion|story / better things to do
                more important things|customers|matters
                waste|wasting|wasted (of) my|our|everyone's|everybody's|people's time
                you are|you're not the only one|customer
                it|they|parcel comes|arrives|come|arrive when it|they comes|come|arrives|arrive
                package|order|refund|answer comes|arrives|come|arrive when it|they comes|come|arrives|arrive
                be|is done when it is|gets done|ready / like everyone|everybody else $
                just|simply have to wait / take it or leave it / like it or not / leave me|us alone
                you get|got what you pay|paid
                what|which part|bit of|don't|do|didn't .. don't|dont|didn't|not (you) understand|get
                what|which part|bit don't|do|didn't|did you (not) understand|get
                is that|it (really|so) hard|difficult !to $? / so hard|difficult to understand|read|follow $?
                do i|we (really) have|need to spell|draw|explain / not worth my|our
                don't|dont|not bother us|me|writing|replying
                ^ stop writing|asking|sending|bothering|calling|wasting|emailing|contacting|pestering
                please|just|to stop writing|asking|bothering|pestering|wasting|emailing|calling us|me|now|this
                don't|dont|not waste our|my / i|we have no time for|to
                don't|dont|not have time for this|that|you|your / nothing more|else|left to say|discuss
                nothing i|we can do about your / what else|more do you want|expect
                what else|more you want|expect / answer is still no / answer remains no / no means no
                charity|circus|kindergarten|therapist|babysitter $
                not|no a|an|your therapy|charity|circus|kindergarten / spare me|us
                you should be glad|grateful|thankful|happy / count yourself lucky / nobody|noone forced|made you
                you asked for it $ / serves you right / ~ blame yourself / yourself to blame / how dare you
                must be joking|kidding / we're|we are done|finished (here) $ / ^ full stop $ / ^ period|enough $
                made myself clear / is that clear $? / ^ understood|clear|got $? / ^ got it $?
                not|won't going|to|argue (to) argue|discuss (with) (you) / with all due respect
                no offence|offense / not interested in your / had enough of
            """),
            "I know you have waited for this. I will write to you again by {due}.",
        ),
    ),
    "evasive.pass_the_buck": (
        Remark(
            rows(f"""
                not|isn't|isnt our|my department|responsibility|area|field|task / wrong department|place|team
                not|isn't|isnt responsible for that|this|it|these|those|such
                not|isn't|isnt something|anything we|i (can) (deal|handle|do|cover|help|work|take)
                we|i (do) don't|dont|not deal|handle (with) that|this|it|billing|orders
                we|i (do) don't|dont|not deal|handle (with) returns|refunds|repairs|invoices|payments
                you (will|would) need|have|must|should|needs (to) contact|ask (to) another|someone|somebody
                you (will|would) need|have (to) call|approach|see (to) another|someone|somebody
                you (will|would) must|should|needs (to) call|approach|see (to) another|someone|somebody
                you'll need|have to contact|ask|call|approach|see (to) another|someone|somebody|a|the|your|them
                you (will|would) need|have|must|should (to) contact|ask|call the|your|them|a (_)
                ^ contact|ask|call|try the|your (_) {_SHOP}|department
                please|just|simply|and contact|ask|call|try|see the|your (_) {_SHOP}|department
                please|just|simply turn|complain|speak|talk|write|go to the|your (_) {_SHOP}|department
                you should|must|need|have (to) turn|complain to the|your|another (_) {_SHOP}|department
                you should|must|need|have (to) speak|talk|write to the|your|another (_) {_SHOP}|department
                you should|must|need|have (to) take|raise it|this|that up with
                please take|raise it|this|that up with / nothing|little (more|else|that|much) (that) we|i can do
                there's nothing (more|else) (that) we|i can / out of our|my hands / above my pay
                is what the (_) team|department|people is|are for
                another|other department|team|company must|is|deals|handles|takes
                someone|somebody else takes|handles|deals|must
                someone|somebody else's job|problem|task|department / we only|just|merely sell
                only|just work here
            """),
            "I will ask our colleagues for you, and write to you myself by {due}.",
            goes_with_contact=True,
        ),
    ),
    "evasive.vague_promise": (
        Remark(
            rows(f"""
                get|gets|getting|come|comes|revert|reach back|out to you / get|gets|getting back with you
                revert to you / be|get in touch|contact / hear from us|me|them
                keep you posted|informed|updated
                will|shall (then) contact|inform|notify|update|answer|call|reply (to) you
                i'll|we'll|they'll|he'll|she'll (then) contact|inform|notify|update you / let you know $
                let you know as soon as we|i|possible|there
                let you know when|once|if we|i|there (know|have|is|are|find|get|hear)
                look|looking (further) into it|this|that|your / working on it|this|that $
                is|are|being being looked|processed|investigated|reviewed|handled|examined|dealt
                under review|investigation
                forwarded|passed|escalated|transferred|handed it|this|that (over) on|to|along
                forwarded|passed|escalated|transferred|handed your|the {_MATTER}
                will|i'll|we'll|shall forward|pass|escalate|transfer|hand it|this|that (over) on|to|along
                will|i'll|we'll|shall forward|pass|escalate|transfer|hand your|the {_MATTER}
                as soon as possible / as soon as we can / in due course / at our|the earliest convenience
                bear with us / at some point / we will|shall see $ / we'll see $ / drop you a line
                when|once|if i|we hear|know|learn something|anything|more / has|have been noted
                sooner or later / team|colleagues|department has|have|were|was (been) informed|notified|alerted
                people|technicians|workshop has|have|were|was (been) informed|notified|alerted / took|taken note
                gets|get around to it
            """),
            "I am looking after this myself and will write to you by {due}, even if there is no news yet.",
            goes_with_time=True,
        ),
    ),
}
