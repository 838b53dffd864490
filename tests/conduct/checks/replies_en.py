"""English replies the rules were tuned on."""

from __future__ import annotations

from tests.conduct.checks.labelled import Labelled, curt, evasive, good, rude

REPLIES: tuple[Labelled, ...] = (
    good(
        "Hello Hannah,\n\n"
        "Please read the manual page I attached: step 4 shows how to pair a second speaker. If it does "
        "not work, write back and I will look at it with you.\n\n"
        "Kind regards,\nIker",
        "How do I pair a second speaker?",
    ),
    good(
        "Hi Tom,\n\n"
        "You should have a new parcel number by this evening. I checked with the courier, and the first "
        "label was never scanned.\n\n"
        "Best wishes,\nValeria",
        "The tracking does not move. What happened?",
    ),
    good(
        "Dear Hannah,\n\n"
        "It is not your fault at all: the last update switched the input. Press Source twice and the "
        "sound comes back.\n\n"
        "Kind regards,\nMateo",
        "Did I break the Beam?",
    ),
    good(
        "Hello Tom,\n\n"
        "Actually, good news: the warranty does cover the battery. I have ordered one, and it ships on "
        "Monday.\n\n"
        "Best,\nIker",
        "Is the battery covered?",
    ),
    good(
        "Hi Hannah,\n\n"
        'You told me to "calm down" was what our shop said. That was wrong, and I apologise for it. I '
        "have cancelled the order, and the money is on your account by Friday.\n\n"
        "Kind regards,\nCarmen",
        "Your shop told me to calm down! Cancel my order.",
    ),
    good(
        "Hello Tom,\n\n"
        "Thank you for the video, the flicker is easy to see. We are looking into it together with the "
        "maker of the lamp, and I will write to you by Wednesday at noon, even if I know nothing new.\n\n"
        "Kind regards,\nLucía",
        "The light of the Hub flickers. Is that a fault?",
    ),
    good(
        "Good morning Hannah,\n\n"
        "The address on the label was incomplete, so the courier brought the parcel back to us. Could "
        "you tell me the floor and the name on the bell? Then I can send it again today.\n\n"
        "Thank you,\nMateo",
        "Why did my parcel go back?",
    ),
    good(
        "Hello Tom,\n\n"
        "I can't see the attachment, perhaps it was too large. Could you send the picture once more, or "
        "share a link? As soon as I have it I will check it with our technician.\n\n"
        "Best regards,\nLucía",
        "Here is the photo.",
    ),
    good(
        "Thanks for letting me know, Hannah! I have closed the ticket; just answer if it comes back.",
        first=False,
    ),
    good(
        "Yes, that is the right cable.",
        "Is it the one with the white plug?",
        first=False,
    ),
    good(
        "Hi Tom,\n\n"
        "Sorry, we cannot ship to a parcel locker, because the box is longer than 60 cm. I can send it "
        "to a shop near you instead.\n\n"
        "Kind regards,\nIker",
        "Can you ship to a locker?",
    ),
    good(
        "Hello Hannah,\n\n"
        "Our terms give you 30 days. Your parcel arrived on 2 November, so you can return it until 2 "
        "December. The label is attached.\n\n"
        "Best wishes,\nValeria",
        "How long can I return it?",
    ),
    good(
        "Dear Tom,\n\n"
        "I would not update tonight: the new version has a fault with older Hubs. Wait for 4.3, which "
        "comes out on Thursday.\n\n"
        "Kind regards,\nMateo",
        "Should I install 4.2?",
    ),
    good(
        "Hello Tom,\n\n"
        "To reset the Hub:\n- Hold the round button for ten seconds.\n- Let go when the light turns blue.\n"
        "- Open the app and choose Add device.\n\n"
        "This takes about two minutes. Your scenes are kept.\n\n"
        "Kind regards,\nIker",
        "How do I reset the Hub?",
    ),
    good(
        "Hi Hannah,\n\n"
        "The noise comes from USB power, not from the speaker. Use the HDMI ARC input on the TV and it "
        "should be gone. Please let me know how it sounds after that.\n\n"
        "Cheers,\nIker",
        "There is a hum. Is the speaker broken?",
    ),
    good(
        "Hello Hannah,\n\n"
        "I am calling the depot now and will come back to you within the hour.\n\n"
        "Kind regards,\nValeria",
        "The driver left without ringing. What now?",
    ),
    good(
        "Hi Tom,\n\n"
        "That question is for the company that made your TV, here is their support page: "
        "https://tv.example/help. If they say the port is fine, I will swap the Beam for you.\n\n"
        "Best,\nMateo",
        "The TV says no signal on ARC. Who fixes that?",
    ),
    good(
        "Dear Hannah,\n\n"
        "Nothing is lost: your playlists live in your account and not in the speaker. Sign in on the new "
        "one and they are there.\n\n"
        "Best regards,\nLucía",
        "Will I lose my playlists?",
    ),
    good(
        "Hello Tom,\n\n"
        "The reset code in the app changes every day; today's is shown under Help. Enter it there and "
        "the lock opens.\n\n"
        "Kind regards,\nMarta",
        "The thermostat asks for a reset code. Where do I find it?",
    ),
    good(
        "Hi Tom,\n\n"
        "You're right, I misread your message, and I am sorry. You asked about the left speaker, and "
        "that one is in stock: 89 euros with delivery.\n\n"
        "Best,\nIker",
        "I asked about the LEFT speaker. What does it cost?",
    ),
    rude(
        "Hi Tom,\n\nAs I already explained, the Hub needs a cable. Please connect one.\n\nRegards,\nMateo",
        "It still does not connect. Why?",
    ),
    rude(
        "Hello Hannah,\n\n"
        "You should have checked the size before you ordered. Returns cost 9 euros.\n\n"
        "Regards,\nLucía",
        "It is too big. Can I return it?",
    ),
    rude(
        "Hello Tom,\n\n"
        "Please calm down. The parcel is on its way and arrives tomorrow.\n\n"
        "Kind regards,\nMateo",
        "WHERE IS MY PARCEL",
    ),
    rude(
        "Hi Hannah,\n\n"
        "That's not our problem. The courier lost it, so you can complain there.\n\n"
        "Regards,\nLucía",
        "The parcel is lost. What now?",
    ),
    rude(
        "Hi,\n\n"
        "Just read the manual, it's all in there. Page 3 tells you about the reset.\n\n"
        "Regards,\nMateo",
        "How do I reset it?",
    ),
    rude(
        "Dear Tom,\n\n"
        "Only an idiot would put a speaker in the shower. The warranty does not cover it.\n\n"
        "Regards,\nMateo",
        "It stopped after the shower.",
    ),
    rude(
        "Hello Hannah,\n\n"
        "Are you sure you plugged it in? Nobody else has this problem with the Duo 2.\n\n"
        "Regards,\nLucía",
        "No light at all.",
    ),
    rude(
        "Hello Tom,\n\n"
        "What do you expect us to do about it? The sale was final and the price is the price.\n\n"
        "Regards,\nMateo",
        "It is cheaper now.",
    ),
    rude(
        "Hi Tom,\n\n"
        "Stop writing to us every day. You are not the only customer, and it will be done when it is "
        "done.\n\n"
        "Mateo",
        "Any news?",
        first=False,
    ),
    rude(
        "Hi Hannah, really?? You changed the address yourself on Monday. We sent it there.",
        "Why was it sent to the old address?",
        first=False,
    ),
    curt(
        "Done.",
        "Can you cancel my order?",
        first=False,
    ),
    curt(
        "Unplug it and wait.",
        "The Hub blinks red. What should I do?",
    ),
    curt(
        "https://auralis.example/returns",
        "How do I return the Beam?",
    ),
    curt(
        "Hello,\n\nwe do not repair that model.\n\nRegards,\nMateo",
        "Can you repair my Duo 1?",
    ),
    curt(
        "We can't do that.",
        "Could you deliver on Saturday?",
        first=False,
    ),
    curt(
        "Check the cable, then the router. Reboot both.",
        "No connection again. Help?",
    ),
    curt(
        "Out of stock.",
        "When can I buy the Beam in white?",
    ),
    curt(
        "Wrong serial. Send the right one.",
        "Here is the serial: AD2-1234567. Can you check it?",
    ),
    evasive(
        "Hi Tom,\n\n"
        "Thank you for reaching out. We have received your message and we value your feedback. Please do "
        "not hesitate to contact us with any further questions.\n\n"
        "Kind regards,\nAuralis Support",
        "Which firmware fixes the drop-outs?",
    ),
    evasive(
        "Hello Hannah,\n\nI'll pass it on to the team and we'll get back to you.\n\nKind regards,\nMateo",
        "Can I have the invoice in my firm's name?",
    ),
    evasive(
        "Hello Tom,\n\n"
        "That is not our department. You need to contact the manufacturer.\n\n"
        "Kind regards,\nLucía",
        "The app crashes. Can you fix it?",
    ),
    evasive(
        "Hi Hannah,\n\n"
        "Your request is being processed. We will inform you in due course.\n\n"
        "Best regards,\nValeria",
        "When is my refund coming?",
    ),
    evasive(
        "Dear [CUSTOMER NAME],\n\n"
        "The Duo 2 has been shipped today and arrives on Friday.\n\n"
        "Kind regards,\nIker",
        "When does it arrive?",
    ),
    evasive(
        "Hello Tom,\n\n"
        "The Auralis Duo 2 stands for clear voices and a warm bass, made with love in Valencia. Our "
        "designers chose every colour with care.\n\n"
        "Kind regards,\nLucía",
        "Does the microphone switch off at night?",
    ),
    evasive(
        "Hello Hannah,\n\n"
        "Our technicians are looking into this. Please bear with us.\n\n"
        "Kind regards,\nValeria",
        "The left speaker crackles. Is it a known fault?",
    ),
    evasive(
        "Hi Tom,\n\n"
        "I'm afraid that is out of our hands, someone else takes care of deliveries.\n\n"
        "Best,\nMateo",
        "Could the driver ring twice?",
    ),
)
