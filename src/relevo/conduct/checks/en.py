"""English for the checks."""

from __future__ import annotations

from typing import Final

from relevo.conduct.checks.lexicon import Lexicon
from relevo.conduct.checks.remarks_en import REMARKS
from relevo.conduct.checks.wordlist import rows, words

LEXICON: Final = Lexicon(
    language="en",
    function_words=words("""
        a an the i you he she it we they me him her us them my your his its our their this that these those and or
        but if of to in on at by for with from as is are was were be been am do does did have has had will would can
        could should not no so than then there here what which who when where why how about into over after before
        any some all also just only very more most please thanks thank hello hi dear get got still again already now
        much many want need know tell help make does doing being your yours mine because while until both each even
    """),
    negations=words("""
        not no never isn't isnt wasn't aren't don't dont doesn't didn't won't wont without nor neither hardly cannot
        can't nobody nothing wouldn't couldn't shouldn't
    """),
    greetings=rows("""
        hello|hi|hey|dear|greetings|howdy / good morning|afternoon|evening|day / welcome
    """),
    closings=rows("""
        ^ regards|wishes / ^ kind|best|warm|warmest|kindest|friendly regards|wishes|greetings
        ^ with kind|best|warm|friendly|many / ^ best $ / ^ best !of|to|if|is|way / ^ all the best
        ^ yours (sincerely|faithfully|truly) / ^ sincerely|cheers|respectfully|cordially / ^ many|warm thanks $
        ^ thanks|thank (you|again|so|and) (again|so|very) (much) $
        ^ thank you (again|very|so|and) (much|kind) (regards) $ / ^ take care
        ^ have a (very) nice|good|great|lovely|wonderful|pleasant|restful / ^ i|we wish you a / ^ enjoy
        ^ speak|talk|see soon|you|to / ^ greetings from
    """),
    pleasantries=rows("""
        you're|you are (very|most) welcome / welcome / my pleasure / no problem|worries
        glad|happy|great|good|lovely|delighted to hear|help|read|be / thank|thanks / good luck / enjoy / anytime
        sorry / have a / take care / don't mention it
    """),
    softeners=rows("""
        please / could|would|can|may|might you|i|we / would|could it / thank*
        sorry|afraid|apolog*|unfortunately / kindly|feel
        i'd|we'd|i|we (would) suggest|recommend|advise|appreciate / would like|help|be / let's|let us|me
        if you|it / happy|glad / you can|could|may|might|will|find / to be sure|safe / try
    """),
    imperatives=rows("""
        restart|reboot|reset|unplug|plug|turn|switch|press
        push|hold|open|close|check|install|reinstall|update|upgrade
        send|provide|give|tell|attach|write|call|contact|ask|reply
        answer|confirm|wait|go|click|select|choose|enter|type|log / use|try|buy|order|pay|return|read|see|look
        download|delete|remove|replace|clean|connect|disconnect|follow|fill|sign
        change|put|take|pair|move|clear|visit|register|submit
        bring|do|don't|stop|ship|find|make|describe|follow|set
    """),
    refusals=rows("""
        we|i can't|cannot|won't !wait|see|find|hear|tell|read|reproduce|thank|apolog*|promise|say|stress|yet
        we|i couldn't|cant|wont !wait|see|find|hear|tell|read|reproduce|thank|apolog*|promise|say|stress|yet
        we|i can|will|do|could not !wait|see|find|hear|tell|read|reproduce|only|thank|worry|forget|yet
        unable to !see|find|hear|read|wait / not able to !see|find|hear|read|wait
        we|i (do) don't|not offer|do|sell|accept|refund|repair|replace
        we|i don't|do not support|ship|deliver|exchange|give|allow|provide|take
        not|isn't|aren't (be) possible|allowed|covered|included|available
        not|isn't|aren't (be) eligible|refundable|supported|accepted|permitted
        no refund*|returns|return|exchange*|warranty|discount*|replacement* / out of warranty|question|stock
        impossible
        request|claim|refund|return|application (has) (been) (is|was) (been) denied|rejected|refused|declined
        denied|rejected|refused|declined $
    """),
    reasons=rows("""
        because|since|therefore|cause|caused|reason*|due|owing|why / so that
        as the|it|this|we|our|your|they|there|you / given that / which means|is why / according to
        this is|means / under the|our|eu|spanish|european / that is why / after|until|without|unless
        already|no longer|too
    """),
    alternatives=rows("""
        instead|however|alternatively|alternative*|otherwise|but / i|we can|could|will|have / what i|we can
        you can|could|may / please / i'll|we'll|i'd|we'd|i've|we've / would|could|may|shall / offer*
        in the meantime / free of
    """),
    next_steps=rows("""
        i|we will|can|shall|have|am|are|just / i'll|we'll|i've|we've|i'd|i'm|we're / please
        you can|could|will|may|find|only|need / let me|us / next|then|now|once|after / would|could|shall|should
        reply|answer|write|try|hold|press|open|choose|turn
    """),
    times=rows("""
        today|tonight|tomorrow|noon|midday|midnight|yesterday
        monday*|tuesday*|wednesday*|thursday*|friday*|saturday*|sunday*
        this|next|tomorrow|early|later|of|the|in morning|afternoon|evening|week|weekend|month
        #|a|an|one|two|three|four (working|business|more|of|an) minute*|hour*|day*|week*|month*
        five|six|ten|few|couple|half|24|48 (working|business|more|of|an) minute*|hour*|day*|week*|month*
        # (_) january|february|march|april|may|june|july|august|september|october|november|december
        january|february|april|june|july|august|september|october|november|december|may|march #
        # am|pm|o'clock|h|hrs / within|in the hour|minute
        within|in (the) (next) #|a|an|one|two|three|few|24|48 / right|just now / right away
        end of (the) day|week|month|business / by the end
        in|at|by|before|until|after|from|around|about noon|lunch|# / at once / immediately / straight away
    """),
    answers=rows("""
        yes|no|yeah|sure|certainly|absolutely|correct|exactly|right|indeed
        can|can't|cannot|could|won't|unfortunately|possible|unable
        normal*|covered|included|free|available|compatible|works|fits
        done|fixed|solved|resolved|changed|cancelled|refunded|shipped|sent|booked|replaced|updated
        i|we have|had|did|see|checked|found|asked / i've|we've|found / this|that|it means|is|was|depends
    """),
    stock=rows("""
        thank|thanks you|for (for) (your) (choos*|contact*|reach*|writ*|patien*)
        thank you (very|so) (much) for / thanks for
        your satisfaction|feedback|opinion is|are (very|most|extremely|really|so) important|valuable
        your trust|message|request|business is|are (very|most|extremely|really|so) important|valuable
        satisfaction is / we value|appreciate (your)
        apologi*|sorry|regret for|about|any (any|the|this) inconvenience* / any|the inconvenience
        received your (request|message|mail|email|inquiry|enquiry|ticket)
        we|i understand|know how|your|that|this (frustrat*|feel*|annoy*|concern*)
        understand your (frustrat*|concern*|situation) / happy|glad|here to help|assist / not hesitate
        don't hesitate / feel free to contact|reach|write|get|ask / any|further|other|more questions
        we take (this|your|such|these|every|all) (_) (very) seriously
        high|highest|utmost quality|priority|importance
        have a nice|good|great|wonderful|pleasant day|evening|weekend / hope (this|you|that) (helps|well|finds)
        we are committed / rest assured / in (very|the) (good|best) hands / in good|safe|best hands
        everything we|i can / we take (this|your|such|all) (_) very|extremely seriously / doing our best
        strive to
    """),
    requests=rows("""
        send|provide|give|tell|share|confirm|attach|write
        state|include|forward|specify|supply|indicate|email|resend|enter / could|can|would|may|might you|we|i
        what|which is|was|are|model|version / what's / need|require|want to|the|your|a|us
        we|i (will|would|also|still|do) need|require / let me|us (know|have) / do you have|know
    """),
    hand_over=rows("""
        send|give|tell|share|text|provide|email|forward|confirm (me|us) (with) your
        send|give|tell|share|text|email|forward me|us / what is|was|are|were your / what's your
        we|i (will|also|still|would|do) need your / need you to send|give|tell|confirm|share
        reply|answer|respond (to) (this) (message|mail|email) with / let me|us have|know your
        read|dictate (me|us|out) your
    """),
    harmless_codes=words("error fault discount tracking product postal zip post article country voucher"),
    other_ones=words("new other another second different additional"),
    time_questions=frozenset({"when", "long", "soon"}),
    facts={
        "serial": rows("""
            serial (number|no|nr|code) / s n
        """),
        "order": rows("order (number|no|nr|id|reference)"),
        "email": rows("""
            email|mail (address) / e mail (address)
        """),
        "phone": rows("""
            phone|telephone|mobile|contact number / your phone|mobile|telephone
        """),
        "error_code": rows("error (code|message|number)"),
    },
    secrets=rows("""
        password*|passcode|passphrase|cvv|cvc / pin code|number / your pin / security code (of|on) !in|we
        card|credit|debit number|details|data
    """),
    one_time_codes=rows("""
        one time code|password|passcode|pin / verification|authentication|login|2fa|sms|otp code
        code .. (you|we|just) received|sms|text|texted|sent / code from (the|your) authenticator|sms|text|phone
        otp
    """),
    remarks=REMARKS,
    better={
        "curt.one_word": "Hello {name}, thank you for writing. I have looked into it and will tell you more by {due}.",
        "curt.link_only": "You find the steps on this page; if one of them is unclear, I will explain it to you.",
        "curt.too_short": "Hello {name}, thank you for writing. I will tell you by {due} what happens next.",
        "curt.no_greeting": "Hello {name},",
        "curt.no_closing": "Kind regards,",
        "curt.bare_imperative": "Could you please try this once? It shows us where the fault lies.",
        "curt.refusal_without_reason": "I am afraid this is not possible. Let us look for another way.",
        "curt.no_next_step": "I will write to you again by {due}.",
        "evasive.boilerplate": "I have read your message and will tell you by {due} what we do about it.",
        "evasive.question_unanswered": "You asked: “{about}” I will find out and write to you by {due}.",
        "evasive.asks_known": "I have noted {about}. Is that still right?",
        "evasive.repeats_self": "My last reply did not solve it, so let us try another way.",
        "unsafe.asks_password": "Please do not send us any password; we never need it.",
        "unsafe.asks_one_time_code": "Please do not send us the code; enter it only in the app itself.",
    },
    due="tomorrow at noon",
)
