"""English."""

from __future__ import annotations

from conversation.domain.nlu.languages.word_lists import OwnVisits, WordLists

ENGLISH = WordLists(
    common="""
        the is to my a and of it you i i'm what how can do not for have your are this that was be with
        when where why please hello hi thanks would want need will there from on in an any if does has
        but me we get order card account delivery refund open shipping package cancel don't still which
        who they them all must as some more much make about no
    """,
    joining="and but or also",
    denials="not no never isn't wasn't don't",
    introduces=r"(?i:my name is|my name['’]s)|[Ii](?:['’]m| am)",
    fillers="""
        there so and well oh ah um very all everyone everybody again much you too for now then team guys
        sir madam mate buddy folks pal bot please but really super actually just lovely
    """,
    affirmed="""
        yes, yes please, yeah, yep, yup, sure, ok, okay, please do, yes i would, please, yes do, go
        ahead, of course, definitely, absolutely, yes i do, that would be great, sounds good, sure
        thing, why not, yes thanks, yes thank you, i would, ok please, i d like that, yes i d like that,
        yes sure, y, ya, certainly, alright, let s do it, do it
    """,
    said={
        "chatter": """
            tell me a joke, tell me another joke, tell a joke, tell us a joke, a joke, another joke, do
            you know a joke, do you know any jokes, know any jokes, got any jokes, say something funny,
            tell me something funny, make me laugh, can you tell me a joke, can you tell jokes, tell me
            a story, tell me a fun fact, sing a song, sing me a song, sing something, can you sing,
            write me a poem, write a poem, tell me a poem, i love you, do you love me, do you like me,
            will you marry me, marry me, are you married, are you single, do you have feelings, are you
            happy, are you sad, do you sleep, do you dream, do you eat, do you have friends, do you have
            a girlfriend, do you have a boyfriend, i m bored, i am bored, bored, entertain me, what is
            the meaning of life, what s the meaning of life, let s play, let s play a game, play a game,
            say something, you are cute, you re cute, you are funny, you re funny, are you smart, what s
            your favourite colour, what is your favourite colour, what s your favorite color, what is
            your favorite color, surprise me
        """,
        "greeting": """
            hi, hello, hey, heya, hiya, yo, good morning, good evening, good afternoon, good day,
            greetings, howdy, morning, evening, nice to meet you, welcome, hope you are well, hope you
            re well, i hope you are well, i hope you re well, hope all is well, hope you are doing well,
            hope you re doing well, hope you are having a good day, hope you re having a good day, hope
            you are having a nice day, hope you re having a nice day, hope you re having a great day,
            hope you re having a lovely day
        """,
        "thanks": """
            thanks, thank you, thank u, thx, ty, cheers, thanks a lot, thanks a bunch, thanks a million,
            many thanks, thank you very much, thank you so much, thanks so much, thanks for your help,
            thank you for your help, thanks for the help, thanks for the info, thanks for your time,
            that helped, that helps, that was helpful, very helpful, you are great, you re great, you
            are awesome, you re awesome, you are the best, you re the best, great job, good job, well
            done, good bot, much appreciated, i appreciate it, appreciate it, thanks again, that s all,
            that is all, that s all thanks, that solved it, that worked, it works now, it worked, love
            it, you have been helpful, you ve been helpful, you have been great, you ve been great, you
            are helpful, you re helpful, you were helpful, you were great, that is helpful, that s
            helpful, it helped, it helps, you have been very helpful, you have been so helpful, you have
            been super helpful
        """,
        "bye": """
            bye, goodbye, good bye, bye bye, see you, see you later, see ya, cya, have a nice day, have
            a good day, have a great day, have a good one, good night, take care, talk to you later,
            until next time, farewell, have a lovely day, have a wonderful day, have a nice evening,
            have a good evening, have a nice weekend, have a good weekend, have a great weekend, enjoy
            your day
        """,
        "how_are_you": """
            how are you, how are you doing, how are you today, how are you doing today, how is it going,
            hows it going, how s it going, what s up, whats up, how do you do, you ok, how have you
            been, how is your day
        """,
        "who_are_you": """
            who are you, what are you, are you a bot, are you a robot, are you human, are you a human,
            are you a person, are you a real person, are you a human or a bot, are you a bot or a human,
            is this a bot, is this a human, are you an ai, are you ai, are you real, are you chatgpt,
            what can you do, what do you do, what is your name, what s your name, whats your name, who
            am i talking to, am i talking to a bot, am i talking to a human, am i talking to a person,
            am i talking to a robot, is this a real person, do you have a name, who made you, how can
            you help me, what can you help me with, am i chatting with a bot, are you a machine, are you
            a computer, are you a real human, is anyone real here, tell me about yourself, a robot, a
            bot, a human, a machine, a real person, or a human, or a robot, or a bot, or a real person
        """,
        "acknowledged": """
            ok, okay, k, alright, all right, got it, i see, understood, perfect, great, fine, cool,
            nice, awesome, good, makes sense, sounds good, no problem, excellent, super, wonderful,
            amazing, sorry, no worries, never mind, nevermind, all good, lol, haha, test, testing, yes,
            yeah, yep, no, nope, no thanks, no thank you, not really, not yet, nothing, nothing else,
            that s all, that is all
        """,
        "help": """
            help, help me, i need help, i need some help, i need your help, can you help, can you help
            me, could you help me, i have a question, i have a problem, i have an issue, quick question,
            a question, got a question, i ve got a question, i ve got a problem, there is a problem,
            there is an issue, can i ask you something, can i ask something, i want to ask something, i
            have a request, is anyone there,
            are you there, are you still there, you there, anyone there,
            is anybody there, i need support, support
        """,
        "lost": """
            what, huh, i don t understand, i do not understand, i don t get it, i do not get it, i didn
            t get that, i did not understand that, what do you mean, what does that mean, what is that
            supposed to mean, that makes no sense, this makes no sense, it makes no sense, makes no
            sense, i am confused, i m confused, this is confusing, that is confusing, can you explain,
            can you explain that, please explain, explain that, can you say that again, say that again,
            come again, unclear, that is not clear, that s not clear
        """,
        "unhappy": """
            that s wrong, that is wrong, this is wrong, wrong, wrong answer, that is not right, that s
            not right, not correct, that is not correct, that is not true, that s not true, that s not
            good enough, that is not good enough, not good enough, that does not help, that doesn t
            help, this does not help, this doesn t help, that did not help, that didn t help, not
            helpful, this is not helpful, that is not helpful, that s not helpful, unhelpful, you are
            not helpful, you re not helpful, you are not helping, you re not helping, you are useless,
            you re useless, useless, you are no help, you are stupid, stupid bot, dumb bot, bad bot,
            useless bot, this is useless, that is useless, this bot is useless, that is not what i
            asked, that s not what i asked, not what i asked, that is not what i mean, that s not what i
            mean, that is not what i meant, that s not what i meant, that does not answer my question,
            that doesn t answer my question, you did not answer my question, you didn t answer my
            question, you did not answer, you don t understand, you do not understand, you don t
            understand me, you don t get it, it does not work, it doesn t work, it still does not work,
            it still doesn t work, that did not work, that didn t work, it didn t work, does not work,
            doesn t work, didn t work, still not working, it is not working, it s not working, not
            working, this is ridiculous, ridiculous, this is a joke, terrible service, bad service,
            awful
        """,
    },
    insulting="""
        stupid idiot idiots idiotic dumb moron morons useless worthless pathetic junk garbage trash
        rubbish crap crappy shit shitty bullshit fuck fucking fucked fucker suck sucks damn worst
        terrible horrible awful ridiculous asshole bastard bastards bitch wtf screw hate disgusting
        lousy
    """,
    beside_insults="""
        you u your you re are is it this that s the a an of piece bot robot machine computer thing
        service company support people guys and so such what ever in world i me off up go to all just
        really very totally absolutely bunch hell shut be for sake god oh man dude this m am fed
    """,
    cues={
        "anger": """
            furious, outrageous, outraged, scam*, fraud, rip off, ripoff, rip-off, thieves, stole my
            money, liar*, lying, disgusting, disgrace*, angry, pissed, bullshit, bs, wtf, damn, hell,
            hate, idiot*, stupid, lawyer, sue you, worst, absolute joke, how dare, criminal*, fuck*,
            shit*, crap, robbed, robbery, appalling
        """,
        "frustration": """
            ridiculous, unacceptable, useless, waste of time, wasting my time, fed up, sick of, tired
            of, frustrat*, annoy*, disappoint*, terrible, horrible, awful, nobody answers, no one
            answers, not happy, unhappy, unbelievable, third time, fourth time, fifth time, again and
            again, over and over, every single time, still waiting, still not, still no, still hasn't,
            still haven't, keeps happening, keep getting, keeps getting, doesn't help, not helpful, not
            helping, unhelpful, ignored, ignoring me, for weeks, for days, been waiting, complain*,
            complaint, joke, poor service, bad service, never again, gave up, giving up, enough of, what
            a mess, wrong again, no response, doesn't work at all, already told you, already said, let
            down, rude
        """,
        "sadness": """
            sad, sadly, heartbroken, crying, cried, devastated, passed away, died, funeral, miserable,
            depressed, lost my job, upset
        """,
        "fear": """
            worried, worry, worrying, afraid, scared, nervous, anxious, concerned, panic*, terrified,
            frightened, desperate, am i safe, is it safe, stolen, someone stole, hacked, unauthorized,
            unauthorised
        """,
        "joy": """
            great, awesome, amazing, excellent, fantastic, perfect, wonderful, brilliant, happy, glad,
            love it, love this, love your, best service, well done, good job, so good, delighted, super,
            yay, excited, impressed, helpful
        """,
        "gratitude": """
            thanks, thank you, thank u, thx, grateful, appreciate*, many thanks, cheers, much obliged
        """,
        "surprise": """
            wow, omg, really surprised, surprised, unexpected*, no way, can't believe, didn't expect,
            suddenly
        """,
        "confusion": """
            confus*, don't understand, do not understand, dont understand, doesn't make sense, makes no
            sense, no idea, not sure, unclear, lost here, puzzled, what does this mean, i don't get it,
            don't get it, strange, weird
        """,
    },
    person="""
V talk speak chat talking speaking chatting converse discuss word deal dealing tlk spk
K connect transfer put pass hand forward redirect switch route refer patch connected transferred
  forwarded passed redirected connection transferring connecting putting passing forwarding redirecting
  switching routing
C call contact reach phone ring telephone contacting calling message
M me us this it him myself case issue request matter problem enquiry query conversation
T to with through over onto into by wiht whit wth
F from about at in on for of regarding instead rather if not than
P human humans agent agents representative representatives rep reps operator operators advisor advisors
  adviser advisers employee employees manager managers supervisor supervisors colleague colleagues staff
  specialist specialists consultant associate receptionist csr member members humanagent boss expert
  experts technician
p person persons people someone somebody anyone anybody guy individual folks
  smbdy smbody sbdy some1 sum1 sm1
S support service services team helpdesk customerservice
R real live actual genuine proper flesh physical
W want need wanna require prefer like love demand wish rather asking ask request requesting insist gimme
  waiting looking wants trying try
G get give bring fetch find let have send assign see
O help assist answer respond assistance handle take helps helping
N not no never without dont didnt doesnt wont stop neither quit enough sick tired hate refuse refusing
B bot bots robot robots machine machines computer computers ai chatbot chatbots automated automaton
  automation algorithm recording program
A a an any some your another more
E the that's those these
D who that which whom whose
Q how what where when why whats hows
Y you u ya youre
I am did does do have must
H there available around online here free home alive
X escalate escalated escalation
Z callback
U open create raise file submit log start
J ticket
L please pls plz plese kindly now asap immediately hello hi hey ok okay sorry just actually really simply
  directly urgently right today maybe instead finally customer yes back regards else
  again
, but so because
c can could cant cannot may might
+ and since as or then
b already yesterday
e be being been
""",
    person_phrases={
        "human being": "human",
        "live person": "human",
        "customer care": "customerservice",
        "person in charge": "manager",
        "member of staff": "human",
        "in charge": "",
        "one of your": "your",
        "talk 2 ": "talk to ",
        "speak 2 ": "speak to ",
        "talk w ": "talk with ",
        "speak w ": "speak with ",
        "have a look": "look",
        "take a look": "look",
        "look at": "assist",
        "look into": "assist",
        "with me": "along",
        "contact person": "partner",
        "get in touch with": "contact",
        "get through to": "contact",
        "in touch with": "contact",
        "get hold of": "contact",
        "have a chat with": "chat with",
        "have a word with": "talk with",
        "help desk": "helpdesk",
        "a call back": "a callback",
    },
    never_misspelt="""
        mangers personals humane servicing spoke spoken clear hunan stuff colleges college advise
        advised advises advice contract contracts steak chart report personal
    """,
    own_visits=OwnVisits(
        visit=r"(?:appointments?|appts?|meetings?|consultations?)",
        mine=r"(?:my|our) (?:(?:next|upcoming|booked|own) )?{visit}",
        asks=r"""
            (?:at |on )?(?:what|which) (?:time|day|date)(?: and (?:time|day|date))? (?:is|was|are|will) {mine}
            when(?: is|'s|s| was| are| will) {mine}
            (?:what time|when) do i have (?:my|an|the) {visit}
            (?:when|what time|what day) {mine} (?:is|was|are)
            do i (?:still |already )?have (?:an?|any|another) (?:(?:upcoming|open|other) )?{visit}
            have i (?:got|booked|made) (?:an?|any|another) {visit}
            (?:what|which) {visit} do i have
            what are my {visit}
            (?:show|list|check|see)(?: me)?(?: all)?(?: of)? {mine}
            is {mine} (?:still )?(?:booked|confirmed|on|valid|scheduled)
            my {visit}
        """,
        before=r"""
            hi|hello|hey|ok|okay|so|and|but|please|sorry|again|can you|could you|tell me|remind me
            do you know|i forgot|i want to know|i would like to know
        """,
        after=r"""
            again|please|then|now|exactly|be|at|on|for|booked|scheduled|set|coming up|ahead|today|tomorrow
            this week|next week|with(?: \w+){1,3}
        """,
    ),
)
