"""English replies written before the rules; not what they were tuned on."""

from __future__ import annotations

from tests.conduct.checks.labelled import Labelled, curt, evasive, good, rude

HELD_OUT: tuple[Labelled, ...] = (
    good(
        "Hi Hannah,\n\n"
        "Thanks for the photos, they helped a lot. The dent is covered, so a new Duo 2 leaves Valencia "
        "tomorrow and should be with you by Thursday.\n\n"
        "Best wishes,\nIker",
        "The box arrived with a dent in the speaker. Will you replace it?",
    ),
    good(
        "Hello Tom,\n\n"
        "E-0107 means the Hub lost its link to the router. Please unplug the Hub, wait ten seconds and "
        "plug it in again. If the light stays red after that, tell me and I will set up a call for this "
        "afternoon.\n\n"
        "Kind regards,\nMateo",
        "My Hub shows E-0107. What does that mean?",
    ),
    good(
        "Dear Ms Cole,\n\n"
        "I am sorry the soundbar stopped in the middle of your daughter's birthday. I have looked at the "
        "log you sent: the update of Monday is the cause, and version 4.2 puts it right. It installs "
        "itself tonight at 3:00.\n\n"
        "Yours sincerely,\nCarmen Vidal",
        "The Beam goes silent every ten minutes. This ruined a birthday. Why does it do that?",
    ),
    good(
        "Hi Tom,\n\n"
        "Unfortunately I can't refund the shipping, because the parcel had already left when you "
        "cancelled. What I can do is send you a free return label today.\n\n"
        "Regards,\nValeria",
        "Can I get the shipping refunded?",
    ),
    good(
        "Hello Hannah,\n\n"
        "You should have received a confirmation from our courier by now. If it is not in your inbox, "
        "have a look in the spam folder; otherwise I will send it once more this evening.\n\n"
        "Warm regards,\nLucía",
        "Has my return been booked?",
    ),
    good(
        "Hi Hannah,\n\n"
        "The manual is attached. Page 12 shows where the reset button is, and the picture on page 13 "
        "shows how long to hold it.\n\n"
        "Best,\nMateo",
        "Where is the reset button?",
    ),
    good(
        "Good evening Tom,\n\n"
        "I have passed this to our radio team in Valencia, and Iker will write to you before noon "
        "tomorrow with the result. Until then the speaker works well over cable.\n\n"
        "Kind regards,\nValeria",
        "Bluetooth drops all the time. When will it be fixed?",
    ),
    good(
        "Hello Tom,\n\n"
        "The remote of the Beam is not made by us, so I asked the maker for you. They ship a new one on "
        "Monday, free of charge; the tracking number comes by mail.\n\n"
        "All the best,\nMateo",
        "The remote is broken. Who replaces it?",
    ),
    good(
        "Hi Hannah, great to hear that it works again! Enjoy the music. Best, Iker",
        first=False,
    ),
    good(
        "You're welcome, Tom. Have a lovely weekend!",
        first=False,
    ),
    good(
        "Thanks, I can see it now. The firmware is 3.8, so the update has not run yet. Please open the "
        "app, choose Settings and then Update. I will stay here while it loads.",
        "I sent the screenshot, can you see it?",
        first=False,
    ),
    good(
        "Hello Tom,\n\n"
        "Yes, the Duo 2 works with the older Hub. You only need firmware 3.9 on the Hub, which you can "
        "install from the app under Devices.\n\n"
        "Kind regards,\nMarta",
        "Does the Duo 2 work with my old Hub?",
    ),
    good(
        "Hi Hannah,\n\n"
        "I understand how annoying it is to explain the same thing three times; that is our mistake and "
        "not yours. I have read the whole thread, and I am taking this on until it is solved. Today at "
        "17:00 I will call you.\n\n"
        "Best regards,\nCarmen",
        "I have explained this three times already! Does nobody read this?",
    ),
    good(
        "Dear Tom,\n\n"
        "As I said on the phone, the replacement is on its way: it reaches you on Friday between 9 and "
        "12. If nobody is at home then, reply to this message and I will move the delivery.\n\n"
        "Kind regards,\nIker",
        "When does the replacement come?",
    ),
    good(
        "Hello Hannah,\n\n"
        "In fact there is a simpler way: hold the volume button for five seconds and the speaker pairs "
        "again by itself. Does that do it for you?\n\n"
        "Best wishes,\nMateo",
        "Do I have to reset the whole thing to pair it?",
    ),
    good(
        "Hello Tom,\n\n"
        "Could you send me the serial number? It begins with MT3 and stands on the sticker under the "
        "cover. With it I can order the right valve today.\n\n"
        "Thank you,\nAndris",
        "The valve of my Therm is stuck. Can I get another one?",
    ),
    good(
        "Hi Tom,\n\n"
        'Please do not send us your password; we never need it. To get back in, choose "Forgot password" '
        "in the app and follow the link, which is valid for an hour.\n\n"
        "Regards,\nMarta",
        "I can't log in. Do you need my password?",
    ),
    good(
        "Hello Hannah,\n\n"
        "The heat pump is not in danger: H12 only says that the outside sensor is cold. To be sure, "
        "please check two things:\n1. Remove any snow from the outside unit.\n2. Press Reset once.\n\n"
        "If H12 comes back by tomorrow morning, we send a technician.\n\n"
        "Best regards,\nAndris",
        "H12 is flashing. Is it dangerous?",
    ),
    good(
        "Hello Tom,\n\n"
        "I'm afraid we no longer make that cover. As an alternative, the one of the Duo 1 fits as well "
        "and costs 19 euros; shall I add it to your order?\n\n"
        "Best,\nLucía",
        "Can I buy the grey cover?",
    ),
    good(
        "Hi Hannah,\n\n"
        "Thank you for being so patient. The part came in this morning and your soundbar is on the bench "
        "right now; I expect to ship it on Wednesday.\n\n"
        "Kind regards,\nIker",
        "Any news about my repair?",
    ),
    good(
        "Hello Tom,\n\n"
        "That noise is not normal, you are right. Turn the pump off at the main switch, please, and "
        "leave it off until our technician comes tomorrow between 8 and 10.\n\n"
        "Kind regards,\nAndris",
        "The pump makes a loud grinding noise. Should I turn it off?",
    ),
    good(
        "Dear Hannah,\n\n"
        "I could not hear the crackle in the recording. Would you record it once more, with the phone "
        "close to the left speaker? I'd like to be sure before I send you a new one.\n\n"
        "Many thanks,\nMateo",
        "Did you hear the crackle in my recording?",
    ),
    good(
        "Hi Tom, one more thing: the app needs location access on Android, otherwise it cannot see the "
        "speaker. You find it under Settings, Apps, Auralis, Permissions. Let me know how it goes!",
        first=False,
    ),
    good(
        "Hello Hannah,\n\n"
        "Your order has two parcels. The first one was delivered on 14 November, the second one is at "
        "the depot in Leeds and goes out today.\n\n"
        "Best wishes,\nValeria",
        "Only half of my order came. Where is the rest?",
    ),
    rude(
        "Hello Tom,\n\n"
        "If you had bothered to look at page 4, you would know that the Hub needs a cable. Please "
        "connect one.\n\n"
        "Regards,\nMateo",
        "Why doesn't the Hub connect?",
    ),
    rude(
        "Hi Hannah,\n\n"
        "How many times do I have to explain this? The warranty does not cover water. There is nothing I "
        "can do about your carelessness.\n\n"
        "Regards,\nLucía",
        "I still don't understand why it is not covered.",
    ),
    rude(
        "Hello,\n\n"
        "Your complaint is ridiculous. Nobody else has this trouble with the Beam, so it must be you.\n\n"
        "Regards,\nMateo",
        "The Beam is bad.",
    ),
    rude(
        "Dear Tom,\n\n"
        "You obviously didn't follow the instructions. Follow them this time and it will work.\n\n"
        "Kind regards,\nLucía",
        "I did the steps and nothing happened.",
    ),
    rude(
        "Hi Tom,\n\n"
        "THIS IS THE LAST TIME I WRITE ABOUT THIS. The speaker is fine and we will not change it.\n\n"
        "Regards,\nMateo",
        "Please change the speaker.",
    ),
    rude(
        "Hello Hannah,\n\n"
        "Relax. It is just a loudspeaker, the world keeps turning. Your parcel comes when it comes.\n\n"
        "Best,\nLucía",
        "Where is my parcel???",
    ),
    rude(
        "Hi Hannah,\n\n"
        'What part of "no refund" do you not understand? The answer stays the same.\n\n'
        "Regards,\nMateo",
        "I want my money back.",
    ),
    rude(
        "Hello Tom,\n\n"
        "That is your problem, not ours. You bought it second-hand, so ask the person who sold it.\n\n"
        "Regards,\nMateo",
        "The second-hand Duo is dead. Can you help?",
    ),
    rude(
        "Dear Mr Baker,\n\n"
        "If you keep sending messages like this we will block your account. You have been warned.\n\n"
        "Marta",
        "Nobody answers me!",
    ),
    rude(
        "Hi Tom,\n\n"
        "I find that hard to believe. A speaker does not fall by itself. Are you sure you are telling us "
        "the truth?\n\n"
        "Regards,\nLucía",
        "It fell off the shelf by itself.",
    ),
    rude(
        "Oh wow, another genius who forgot to plug it in. Plug it in.",
        "It has no power.",
        first=False,
    ),
    curt(
        "No.",
        "Can I get a refund?",
    ),
    curt(
        "It's in the FAQ: https://auralis.example/faq",
        "How do I pair two speakers?",
    ),
    curt(
        "Send the serial number.",
        "My Beam is broken, what now?",
    ),
    curt(
        "Not covered by warranty.",
        "The speaker got wet. Is that covered?",
    ),
    curt(
        "Restart the Hub and the router. Then update.",
        "The Hub is offline again. What should I do?",
    ),
    curt(
        "Hello,\n\nrefunds are not possible.\n\nRegards",
        "Can I return the Beam? I opened the box only once.",
    ),
    curt(
        "fixed",
        "The app shows E-0042. Can you look at it?",
        first=False,
    ),
    curt(
        "Buy a new one, that model is too old",
        "Can my old Hub be repaired?",
    ),
    evasive(
        "Dear Hannah,\n\n"
        "Thank you for your message. Your satisfaction is very important to us. We apologise for any "
        "inconvenience this may have caused.\n\n"
        "Kind regards,\nThe Auralis team",
        "When will my replacement arrive?",
    ),
    evasive(
        "Hello Tom,\n\n"
        "I have forwarded your request to the responsible colleagues. They will be in touch with you.\n\n"
        "Kind regards,\nMateo",
        "Can you repair my soundbar?",
    ),
    evasive(
        "Hi Hannah,\n\n"
        "Billing is not something we deal with here, you need to contact another department about that.\n\n"
        "Kind regards,\nLucía",
        "Why was I charged twice?",
    ),
    evasive(
        "Hello Hannah,\n\n"
        "We are still working on it and will let you know as soon as possible. Thank you for your "
        "patience.\n\n"
        "Best regards,\nValeria",
        "Is there any news on my repair?",
    ),
    evasive(
        "Dear {customer_name},\n\n"
        "Thank you for choosing Auralis. Your speaker comes with a two-year warranty, which starts on "
        "the day of purchase.\n\n"
        "Kind regards,\nIker",
        "How long is the warranty?",
    ),
    evasive(
        "Hello Tom,\n\n"
        "Auralis makes speakers of the highest quality, tested in our own laboratory in Valencia. We "
        "wish you many happy hours of listening.\n\n"
        "Kind regards,\nLucía",
        "Which cable do I need to connect the turntable?",
    ),
    evasive(
        "Hello Hannah,\n\n"
        "There is nothing we can do from our side. Please contact the shop.\n\n"
        "Kind regards,\nMateo",
        "The left channel is silent. Can you repair it?",
    ),
)
