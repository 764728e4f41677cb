"""What customers say when they feel something, by language. A `*` stands for any ending."""

CUES = {
    "en": {
        "anger": """
            furious, outrageous, outraged, scam*, fraud, rip off, ripoff, rip-off, thieves, stole my
            money, liar*, lying, disgusting, disgrace*, angry, pissed, bullshit, bs, wtf, damn, hell,
            hate, idiot*, stupid, lawyer, sue you, worst, absolute joke, how dare, criminal*, fuck*,
            shit*, crap, robbed, robbery, appalling
        """,
        "frustration": """
            ridiculous, unacceptable, useless, waste of time, wasting my time, fed up, sick of, tired of,
            frustrat*, annoy*, disappoint*, terrible, horrible, awful, nobody answers, no one answers,
            not happy, unhappy, unbelievable, third time, fourth time, fifth time, again and again, over
            and over, every single time, still waiting, still not, still no, still hasn't, still haven't,
            keeps happening, keep getting, keeps getting, doesn't help, not helpful, not helping,
            unhelpful, ignored, ignoring me, for weeks, for days, been waiting, complain*, complaint,
            joke, poor service, bad service, never again, gave up, giving up, enough of, what a mess,
            wrong again, no response, doesn't work at all, already told you, already said, let down, rude
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
    "de": {
        "anger": """
            frechheit, unverschämt*, betrug, betrüger*, abzocke, wütend, sauer, stinksauer, zum kotzen,
            scheiß*, scheiss*, mist, verarsch*, anwalt, anzeige, lügner*, skandal, sauerei, verdammt*,
            idiot*, hasse, schweinerei, abgezockt
        """,
        "frustration": """
            unmöglich, inakzeptabel, lächerlich, nervt, nervig, genervt, frustrier*, enttäusch*, ärger*,
            verärgert, immer noch nicht, noch immer nicht, immer noch kein*, noch immer kein*, schon
            wieder, zum dritten mal, zum wiederholten mal, seit wochen, seit tagen, warte seit, niemand
            antwortet, keine antwort, zeitverschwendung, unzufrieden, schlecht*, beschwer*, reicht mir,
            nie wieder, nutzlos, hilft nicht, katastrophe, zumutung, funktioniert nicht, geht nicht
        """,
        "sadness": """
            traurig, leider verstorben, verstorben, gestorben, weine, verzweifelt, tut weh, schade
        """,
        "fear": """
            sorge, sorgen, besorgt, angst, befürchte, panik, gestohlen, gehackt, nervös, beunruhigt,
            unsicher
        """,
        "joy": """
            super, toll, klasse, prima, perfekt, wunderbar, großartig, freue mich, begeistert, genial,
            zufrieden, spitze, hervorragend, freut mich, liebe es
        """,
        "gratitude": """
            danke, dankeschön, vielen dank, herzlichen dank, dankbar, besten dank, lieben dank
        """,
        "surprise": "wow, überrascht, plötzlich, unglaublich, nicht erwartet, unerwartet",
        "confusion": """
            verstehe nicht, verstehe ich nicht, verwirr*, unklar, keine ahnung, blicke nicht durch, was
            bedeutet, seltsam, komisch, merkwürdig, nicht sicher, kapiere nicht
        """,
    },
    "es": {
        "anger": """
            estafa*, ladrones, fraude, vergüenza, vergonzoso, furios*, enfadad*, enojad*, indignad*,
            mierda, joder, denunciar*, abogado, mentiros*, robo, me robaron, asco, odio, idiota*, maldit*
        """,
        "frustration": """
            inaceptable, ridículo, frustra*, decepcion*, hart*, cansad* de, otra vez, todavía no, aún no,
            sigo esperando, sigo sin, llevo esperando, desde hace semanas, tercera vez, nadie responde,
            nadie contesta, pésim*, terrible, horrible, mal servicio, inútil, pérdida de tiempo, queja*,
            reclamación, reclamo, nunca más, no funciona, no sirve, molest*
        """,
        "sadness": "triste, tristeza, falleció, murió, llorando, deprimid*, lamentablemente",
        "fear": """
            preocupad*, preocupa, miedo, temo, nervios*, asustad*, angustiad*, robado, hackead*, pánico
        """,
        "joy": """
            genial, perfecto, excelente, fantástico, maravillos*, estupendo, feliz, contento, contenta,
            encantad*, me encanta, increíble servicio, muy bien
        """,
        "gratitude": "gracias, agradezco, agradecid*, muchas gracias, mil gracias",
        "surprise": "vaya, sorprendid*, de repente, no me lo esperaba, inesperad*",
        "confusion": """
            no entiendo, confus*, no comprendo, no tengo claro, no sé qué, qué significa, extraño, raro,
            no me queda claro
        """,
    },
    "fr": {
        "anger": """
            arnaque*, escroc*, voleurs, scandale*, honteux, honte, furieux, furieuse, en colère, merde,
            putain, avocat, inadmissible, menteur*, dégueulasse, dégoûté*, foutage de gueule, déteste,
            vol, porter plainte
        """,
        "frustration": """
            inacceptable, ridicule, frustr*, déçu*, décev*, marre, ras le bol, encore une fois, toujours
            pas, toujours aucun*, j'attends depuis, depuis des semaines, depuis des jours, troisième
            fois, personne ne répond, aucune réponse, perte de temps, inutile, nul, nulle, mauvais
            service, mécontent*, insatisfait*, réclamation, plainte, plus jamais, ne marche pas, ne
            fonctionne pas, agaç*, énerv*, lamentable
        """,
        "sadness": "triste, tristesse, décédé*, mort, pleure, désespéré*, malheureusement",
        "fear": """
            inquiet, inquiète, inquiétude, peur, angoiss*, crains, volé, volée, piraté*, panique,
            stressé*
        """,
        "joy": """
            génial, parfait, excellent*, super, formidable, merveilleux, content*, ravi*, heureux,
            heureuse, j'adore, impeccable, top, bravo
        """,
        "gratitude": "merci, merci beaucoup, reconnaissant*, remercie",
        "surprise": "surpris*, étonné*, soudain*, incroyable, inattendu*, oh là là",
        "confusion": """
            je ne comprends pas, comprends pas, comprends rien, confus*, pas clair, perdu, perdue, aucune
            idée, que signifie, bizarre, étrange
        """,
    },
}
