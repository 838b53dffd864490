"""English replies written last, after all tuning; the rules were not changed for them."""

from __future__ import annotations

from tests.conduct.checks.labelled import Labelled, curt, evasive, good, rude

BLIND: tuple[Labelled, ...] = (
    good(
        "Hi Tom,\n\n"
        "If the noise does not go away after the restart, get in touch with me directly: my line is +34 "
        "960 000 111. I am here until eight tonight.\n\n"
        "Best,\nIker",
        "It hums. What if the restart does not help?",
    ),
    good(
        "Hello Hannah,\n\n"
        "I will ask the courier for a photo of the drop-off and send it to you tomorrow morning. Should "
        "it have gone to the wrong door, we replace it at once.\n\n"
        "Kind regards,\nValeria",
        "It says delivered, but I have nothing!",
    ),
    good(
        "Hello Tom,\n\n"
        "Nobody else has access to your account, I checked the log. The new device in the list is your "
        "own tablet.\n\n"
        "Best wishes,\nMarta",
        "Is somebody else in my account?",
    ),
    good(
        "Hi Hannah,\n\n"
        "How many times does the light blink before it turns off? Three means the network, five means "
        "the battery.\n\n"
        "Thanks,\nMateo",
        "The light blinks and it turns off. Why?",
    ),
    good(
        "Dear Tom,\n\n"
        "You should not have to pay for this, so I have cancelled the invoice. I can't believe it was "
        "sent at all; please excuse us.\n\n"
        "Kind regards,\nIlze",
        "Why do I get an invoice for a warranty repair?",
    ),
    good(
        "Hello Tom,\n\n"
        "Be careful with the hot pipe on the left while you take off the cover. Then turn the red valve "
        "a quarter to the right and press OK, and that's it.\n\n"
        "Regards,\nAndris",
        "How do I open the valve by hand?",
    ),
    good(
        "Hi Hannah,\n\n"
        "Not so fast, there is better news: you don't need to return it at all. If you don't like the "
        "colour, we send you another front for free.\n\n"
        "Cheers,\nLucía",
        "I don't like the colour. How do I return it?",
    ),
    good(
        "I'm looking into it right now and will write within ten minutes.",
        "Still no sound!",
        first=False,
    ),
    good(
        "Understood, I have moved the visit to Tuesday at ten.",
        "Monday is not possible.",
        first=False,
    ),
    good(
        "Hello Tom,\n\n"
        "This must be really hard in this cold, and I am sorry. An electric heater is on its way to you "
        "by taxi, and the technician comes first thing tomorrow, at 7:30.\n\n"
        "Kind regards,\nAndris",
        "No heating, -15 outside and a baby at home!",
    ),
    rude(
        "Hello Tom,\n\nFrankly, this is not worth discussing. You were told the rules.\n\nRegards,\nMateo",
        "I want to return it after 40 days.",
    ),
    rude(
        "Hi Hannah,\n\nWe explained this to you already, twice. Please read our mails.\n\nLucía",
        "What do I have to send?",
        first=False,
    ),
    rude(
        "Hello Tom,\n\n"
        "If you had followed the steps, it would be working by now. Do them again, properly.\n\n"
        "Regards,\nMateo",
        "It still does not work.",
    ),
    rude(
        "Dear Ms Cole,\n\nYour attitude does not help. We are not your servants.\n\nRegards,\nLucía",
        "Do something!",
    ),
    rude(
        "Hi Tom,\n\nNot our fault if you buy cheap cables.\n\nRegards,\nMateo",
        "It crackles with my cable.",
    ),
    rude(
        "Hi Hannah,\n\nCongratulations, you found the off switch. Turn it on.\n\nLucía",
        "It is dead.",
    ),
    rude(
        "Hello Tom,\n\n"
        "Why would anyone do that? You don't put water on electronics, everyone knows that.\n\n"
        "Mateo",
        "I washed it.",
    ),
    rude(
        "Hello Hannah,\n\nPlease stop bothering us with the same question.\n\nRegards,\nMateo",
        "Any news?",
        first=False,
    ),
    curt(
        "Ask your dealer.",
        "Can I get a longer cable?",
    ),
    curt(
        "It's normal.",
        "It gets very warm. Is that dangerous?",
        first=False,
    ),
    curt(
        "Hi\n\nno refund\n\nMateo",
        "Can I have my money back?",
    ),
    evasive(
        "Hello Hannah,\n\n"
        "Thank you for your patience. Your case has been passed to the next level and someone will "
        "contact you.\n\n"
        "Kind regards,\nValeria",
        "Is my speaker repaired?",
    ),
    evasive(
        "Hi Tom,\n\nI don't have that information, please check with the shop.\n\nRegards,\nMateo",
        "When is the white one in stock?",
    ),
    evasive(
        "Hello Tom,\n\n"
        "We understand your frustration and appreciate your feedback, which helps us to improve.\n\n"
        "Kind regards,\nLucía",
        "Why is there no sound?",
    ),
    evasive(
        "Hello Hannah,\n\n"
        "Sound is a matter of taste, and every room is different. Many customers enjoy the Beam.\n\n"
        "Regards,\nLucía",
        "Can I change the bass level?",
    ),
    evasive(
        "Dear <first name>,\n\nYour refund of 40 euros was paid today.\n\nKind regards,\nIker",
        "Where is my refund?",
    ),
)
