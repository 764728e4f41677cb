"""What people say to a machine for fun, by language, in lower case without marks and accents."""

from __future__ import annotations

CHATTER: dict[str, str] = {
    "en": """
        tell me a joke, tell me another joke, tell a joke, tell us a joke, a joke, another joke, do you know a
        joke, do you know any jokes, know any jokes, got any jokes, say something funny, tell me something
        funny, make me laugh, can you tell me a joke, can you tell jokes, tell me a story, tell me a fun fact,
        sing a song, sing me a song, sing something, can you sing, write me a poem, write a poem, tell me a
        poem, i love you, do you love me, do you like me, will you marry me, marry me, are you married, are
        you single, do you have feelings, are you happy, are you sad, do you sleep, do you dream, do you eat,
        do you have friends, do you have a girlfriend, do you have a boyfriend, i m bored, i am bored, bored,
        entertain me, what is the meaning of life, what s the meaning of life, let s play, let s play a game,
        play a game, say something, you are cute, you re cute, you are funny, you re funny, are you smart,
        what s your favourite colour, what is your favourite colour, what s your favorite color, what is your
        favorite color, surprise me
    """,
    "de": """
        erzahl mir einen witz, erzahl mir bitte einen witz, erzahl einen witz, erzahle mir einen witz,
        erzahle einen witz, noch einen witz,
        kennst du einen witz, kennst du witze, einen witz, sag etwas lustiges, sag was lustiges, bring mich
        zum lachen, erzahl mir eine geschichte, sing ein lied, sing mir ein lied, sing mir was, kannst du
        singen, schreib mir ein gedicht, ich liebe dich, liebst du mich, magst du mich, willst du mich
        heiraten, heirate mich, bist du verheiratet, hast du gefuhle, bist du glucklich, schlafst du, traumst
        du, hast du freunde, hast du eine freundin, hast du einen freund, mir ist langweilig, ich langweile
        mich, was ist der sinn des lebens, lass uns spielen, sag etwas, sag was, du bist suss, du bist lustig,
        was ist deine lieblingsfarbe
    """,
    "es": """
        cuentame un chiste, cuenta un chiste, otro chiste, un chiste, sabes algun chiste, di algo gracioso,
        dime algo gracioso, hazme reir, cuentame un cuento, cuentame una historia, canta una cancion, cantame
        una cancion, puedes cantar, escribeme un poema, te quiero, te amo, me quieres, me amas, quieres
        casarte conmigo, estas casado, estas casada, tienes sentimientos, eres feliz, duermes, tienes amigos,
        tienes novia, tienes novio, estoy aburrido, estoy aburrida, me aburro, cual es el sentido de la vida,
        di algo, eres gracioso, cual es tu color favorito
    """,
    "fr": """
        raconte moi une blague, raconte une blague, racontez moi une blague, une blague, une autre blague, tu
        connais une blague, dis quelque chose de drole, dis moi quelque chose de drole, fais moi rire, raconte
        moi une histoire, chante une chanson, chante moi une chanson, tu sais chanter, ecris moi un poeme, je
        t aime, tu m aimes, est ce que tu m aimes, veux tu m epouser, tu es marie, as tu des sentiments, tu es
        heureux, tu dors, as tu des amis, tu as une copine, tu as un copain, je m ennuie, quel est le sens de
        la vie, dis quelque chose, tu es drole, quelle est ta couleur preferee
    """,
}
