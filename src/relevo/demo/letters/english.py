"""Letters in English."""

from __future__ import annotations

from relevo.demo.letters.values import Letter

ENGLISH: tuple[Letter, ...] = (
    Letter(
        "duo-stereo-pair", "Hannah", "auralis", "Two Duo 2 will not pair",
        "Hello,\n\n"
        "I bought a second Auralis Duo 2 (AD2-6021174) and wanted a stereo pair. The app finds both, says"
        " “pairing” for a minute and then forgets the new one. Both have firmware 4.2.1. What am I missing?\n\n"
        "Thanks,\nHannah Cole",
        (
            (
                "I moved them next to each other as you said. It got to 90 % and stopped. No error code this"
                " time.\n\nHannah"
            ),
            "That did it, they are playing together now. Thank you!\n\nHannah",
        ),
    ),
    Letter(
        "beam-no-sound", "Tom", "auralis", "Beam silent since this morning",
        "Hi there,\n\n"
        "My Auralis Beam (ABM-190552) powers up, the light is white, but there is no sound from the TV. Bluetooth"
        " from my phone works fine. Nothing was changed as far as I know.\n\n"
        "Cheers,\nTom",
        ("It was the HDMI port, the one marked ARC works. Thanks a lot.\n\nTom",),
    ),
    Letter(
        "hub-lost-router", "Hannah", "auralis", "E-0107 after moving house",
        "Good evening,\n\n"
        "We moved last week and the Auralis Hub (AHB-4470031) now shows E-0107 whatever I do. The old network is"
        " still in its memory and I cannot find where to delete it.\n\n"
        "Kind regards,\nHannah Cole",
        (
            (
                "I found the small button, held it for ten seconds, the light turned blue, but E-0107 is"
                " back.\n\nHannah"
            ),
            "Third time lucky: it is connected. Thanks for staying with me on this.\n\nHannah",
        ),
    ),
    Letter(
        "refund-unanswered", "Tom", "auralis", "Still no refund, and nobody answers",
        "This is my THIRD mail. I sent the speaker back on the 2nd, your courier signed for it, and I have heard"
        " nothing since. 229 euros is a lot of money for me. If this is how you treat customers I will tell"
        " everyone I know.\n\nOrder 69902.\n\nTom Baker",
        (
            "Thank you for finally looking into it. I will wait for the confirmation, then.\n\nTom Baker",
            "The money arrived today. Appreciated.\n\nTom",
        ),
    ),
    Letter(
        "duo-garden", "Hannah", "auralis", "Can the Duo 2 stay outside?",
        "Hello,\n\n"
        "We would like to keep an Auralis Duo 2 on the covered terrace over the winter. Is it made for that, and"
        " down to which temperature?\n\nBest wishes,\nHannah",
        ("Good to know, we will take it in when it freezes. Thanks.\n\nHannah",),
    ),
    Letter(
        "therm-away", "Tom", "mareko", "Therm 300 ignores holiday mode",
        "Hello,\n\n"
        "I set the Mareko Therm 300 (MT3-733012) to holiday mode until the 30th, but it keeps heating to 21 °C"
        " every morning. The display says “holiday”. We are away and I can only reach it with the app.\n\n"
        "Tom Baker",
        (
            (
                "There are two schedules, yes. I did not know about the second one. Can I delete it from"
                " here?\n\nTom"
            ),
            "Deleted, and it stayed at 12 °C this morning. Thank you.\n\nTom",
        ),
    ),
    Letter(
        "flow-ice", "Hannah", "mareko", "Ice on the outdoor unit",
        "Hi,\n\n"
        "The outdoor unit of our Mareko Flow (MFL-330918) is covered in ice on one side and the display flashes"
        " H12. It is minus eight here. Is it dangerous to let it run, and may I pour warm water over it?\n\n"
        "Hannah Cole",
        (
            "I cleared the snow and pressed Reset. It runs, but it is louder than before.\n\nHannah",
            "Quiet again, and the house is warm. Thanks for the quick answers.\n\nHannah",
        ),
    ),
    Letter(
        "installer-wanted", "Tom", "mareko", "Installer near Liepāja",
        "Hello,\n\n"
        "I am moving to Liepāja in January and the flat has radiators with old thermostats. Can the Mareko Therm"
        " 300 work with them, and whom do you recommend for the installation?\n\n"
        "Thank you,\nTom Baker",
        ("Perfect, I will ring them on Monday.\n\nTom",),
    ),
)  # fmt: skip
