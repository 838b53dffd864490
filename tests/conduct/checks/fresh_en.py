"""English replies written after the rules, in other words; met once before the rules were tuned on them."""

from __future__ import annotations

from tests.conduct.checks.labelled import Labelled, curt, evasive, good, rude

FRESH: tuple[Labelled, ...] = (
    good(
        "Hi Hannah,\n\n"
        "I had a look at your account and the payment did go through twice. The second one, 129 euros, "
        "is on its way back to your card; banks usually show it after three to five days.\n\n"
        "Sorry for the scare!\nIker",
        "You took my money twice! Why?",
    ),
    good(
        "Hello Tom,\n\n"
        "That's a fair question. We stopped selling the Duo 1 in March because the chip inside is no "
        "longer made, but we will keep repairing it until 2029.\n\n"
        "All the best,\nMateo",
        "Is the Duo 1 dead?",
    ),
    good(
        "Hi Tom,\n\n"
        "Don't worry, you did everything right. The pairing window is just very short: open the app "
        "first, then hold Pair until you hear the second tone.\n\n"
        "Best,\nLucía",
        "I can't get it to pair, what am I doing wrong?",
    ),
    good(
        "Good afternoon Hannah,\n\n"
        "My colleague Mateo asked me to take over from here, as I know the Hub best. Give me until four "
        "to read the logs, then I will ring you.\n\n"
        "Warm wishes,\nIker",
        "Who is looking at my case now?",
    ),
    good(
        "Hello Hannah,\n\n"
        "The crack runs along the glass, so this is damage from a fall and the warranty leaves it out. A "
        "new front panel costs 45 euros including the work. Shall I book it?\n\n"
        "Kind regards,\nValeria",
        "The front is cracked. Will you fix it for free?",
    ),
    good(
        "Dear Tom,\n\n"
        "As mentioned in my last mail, the technician needs someone over 18 at home. Would Thursday "
        "between 14 and 16 suit you?\n\n"
        "Kind regards,\nAndris",
        "When does the technician come?",
    ),
    good(
        "Hi Tom,\n\n"
        "Please turn the heat pump off right away and open a window. A technician is on the way and will "
        "be at your door within 40 minutes. Call 112 if you feel unwell.\n\n"
        "Andris",
        "It smells burnt, what should I do?",
    ),
    good(
        "Hello Hannah,\n\n"
        "Here is how others solved it: set the TV's sound output to PCM. Obviously that is only a "
        "workaround, so I have also opened a fault report (AUR-2231) and you are the first to hear when "
        "it is fixed, at the latest on 5 December.\n\n"
        "Best wishes,\nMateo",
        "No sound with Dolby. Is there a fix?",
    ),
    good(
        "Hi Hannah,\n\n"
        "I'm not able to see your order under this address. Did you perhaps use another e-mail when you "
        "paid? The order number from the receipt would do as well.\n\n"
        "Thanks,\nLucía",
        "Where is my order?",
    ),
    good(
        "Hello Tom,\n\n"
        "I'd be upset too. Three visits for one valve is not what we promise, and I have told the "
        "workshop so. On Monday at nine our most senior technician comes with two valves, and the fourth "
        "visit costs you nothing.\n\n"
        "Kind regards,\nIlze",
        "Third visit and still cold! This is a joke.",
    ),
    good(
        "No worries at all, Tom. It happens to everyone!",
        first=False,
    ),
    good(
        "Perfect, then I'll close this one. Have a great evening, Hannah!",
        first=False,
    ),
    good(
        "It has just left the warehouse: DHL 00340434161094. You should see it move from tonight on.",
        first=False,
    ),
    good(
        "Hi Hannah,\n\n"
        "There is nothing wrong with your order, only the mail was slow. The invoice is attached.\n\n"
        "Kind regards,\nValeria",
        "Did my order get lost?",
    ),
    good(
        "Hello Tom,\n\n"
        "To keep your account safe I need to check that it is you. Could you tell me the postcode of the "
        "delivery and the month of the order? Never share your password or a code from a text message "
        "with anybody, us included.\n\n"
        "Kind regards,\nMarta",
        "Please change the mail address of my account.",
    ),
    good(
        "Dear Ms Cole,\n\n"
        "Please accept our apologies for the late answer. The colour you asked for, graphite, is back in "
        "stock from 1 December. I have put one aside for you until the 8th.\n\n"
        "Yours sincerely,\nCarmen Vidal",
        "Nobody has answered in a week. Do you have graphite?",
    ),
    good(
        "Hi Tom,\n\n"
        "You need the M4 screws from the bag marked B; the long ones are for the wall. If they are "
        "missing, say so and a new bag is in the post today.\n\n"
        "Cheers,\nMateo",
        "Which screws go into the bracket?",
    ),
    good(
        "Hello Hannah,\n\n"
        "I read the manual again, and you are right: page 7 is wrong. The left button is Source, the "
        "right one is Play. Thank you for spotting it; we will print it correctly.\n\n"
        "Best regards,\nIker",
        "Page 7 of the manual makes no sense. Is it wrong?",
    ),
    good(
        "Hi Tom,\n\n"
        "The seller in the shop made a mistake there, a Duo 2 can't run on batteries. You can return it "
        "free of charge, or swap it for the Duo Go, which can.\n\n"
        "Best wishes,\nLucía",
        "The shop said it runs on batteries. How?",
    ),
    good(
        "Hello Hannah,\n\n"
        "still waiting for the part, I'm afraid. The maker promised it for Tuesday; I have it in my "
        "diary and will write the same day.\n\n"
        "Regards,\nIker",
        "And?",
        first=False,
    ),
    rude(
        "Hello Hannah,\n\n"
        "I don't know what else you want to hear. The answer is no, it was no yesterday and it will be "
        "no tomorrow.\n\n"
        "Regards,\nMateo",
        "Please think about the refund again.",
    ),
    rude(
        "Hi Tom,\n\n"
        "Anyone with half a brain can set up a speaker in five minutes. Try again.\n\n"
        "Regards,\nLucía",
        "The set-up does not work.",
    ),
    rude(
        "Hello Tom,\n\n"
        "Not sure how you managed to break something this simple, but here we are. A repair costs 60 "
        "euros.\n\n"
        "Mateo",
        "The button fell off.",
    ),
    rude(
        "Hi Hannah,\n\n"
        "Your tone is unacceptable. Write politely or do not expect an answer.\n\n"
        "Regards,\nLucía",
        "This is the worst service ever.",
    ),
    rude(
        "Dear Ms Cole,\n\n"
        "We both know you dropped it. Please do not waste everyone's time with stories.\n\n"
        "Regards,\nMateo",
        "It came broken.",
    ),
    rude(
        "Hello Tom,\n\n"
        "I suggest you put your glasses on: the serial number is printed right there on the bottom.\n\n"
        "Regards,\nLucía",
        "I can't find the serial number.",
    ),
    rude(
        "Hello Hannah,\n\nThis is a support desk, not a therapy session. What is the actual issue?\n\nMateo",
        "I am so sad about my speaker, my late father gave it to me.",
    ),
    rude(
        "Hi Tom,\n\n"
        "Honestly, at your age maybe technology is not for you. Ask a grandchild for help.\n\n"
        "Regards,\nLucía",
        "I am 74 and do not understand the app.",
    ),
    curt(
        "See attachment.",
        "How do I reset the Beam?",
    ),
    curt(
        "Not supported",
        "Does the Hub work with Zigbee lamps?",
    ),
    curt(
        "Try another cable.",
        "No sound since yesterday. What can I do?",
    ),
    curt(
        "Hi,\n\nwe don't have a date.\n\nMateo",
        "When will the white one be back?",
    ),
    evasive(
        "Hello Hannah,\n\n"
        "We take this matter very seriously and are doing everything we can. Rest assured that your case "
        "is in good hands.\n\n"
        "Kind regards,\nLucía",
        "Will I get a new speaker or not?",
    ),
    evasive(
        "Hi Tom,\n\nThis has been noted and the relevant team has been informed.\n\nKind regards,\nMateo",
        "Can you change the delivery address?",
    ),
    evasive(
        "Hello Tom,\n\n"
        "For deliveries please turn to the carrier, we only sell the product.\n\n"
        "Kind regards,\nLucía",
        "Where is my parcel?",
    ),
    evasive(
        "Hello Hannah,\n\n"
        "It should be sorted at some point, we will see. I'll drop you a line when I hear something.\n\n"
        "Best,\nMateo",
        "When do I get my money?",
    ),
    evasive(
        "Dear %FIRSTNAME%,\n\n"
        "Your speaker was repaired and leaves us tomorrow by DHL.\n\n"
        "Kind regards,\nIker",
        "Is it repaired?",
    ),
)
