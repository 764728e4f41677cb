"""The commonest words of each language, as customers write them."""

COMMON = {
    "en": """
        the is to my a and of it you i i'm what how can do not for have your are this that was be with
        when where why please hello hi thanks would want need will there from on in an any if does has
        but me we get order card account delivery refund open shipping package cancel don't still which
        who they them all must as some more much make about no
    """,
    "de": """
        der die das ist und ich nicht ein eine mein meine wie kann zu mit für wo wann warum bitte hallo
        danke sie mir mich auf den dem von es im was habe haben möchte noch wird bei einen einer sind aus
        am oder wenn bestellung rechnung konto lieferung paket karte kostet gibt ihr ihre ihren wir uns
        auch kein keine nur guten tag würde
    """,
    "es": """
        el la los las es de que no un una mi cómo puedo por para con y dónde cuándo cuánto hola gracias
        favor en se me su lo al del qué está tengo quiero necesito hay mis pero pedido cuenta tarjeta
        factura envío cuesta si más sobre como donde cuando cuanto esta son le ya
    """,
    "fr": """
        le la les est de que ne pas un une mon ma je comment pour et avec où quand combien bonjour merci
        des du en au vous mes il à ce dans sur qui votre vos puis j'ai c'est quel quelle sont mais
        commande compte carte colis facture livraison coûte plaît été suis peut être
    """,
    "it": """
        il lo la gli le è di che non un una mio mia come posso per con e dove quando quanto ciao grazie
        ho del della nel al si sono mi vorrei ordine conto carta pacco costa buongiorno perché più questo
        anche ma quali
    """,
    "pt": """
        o a os as é de que não um uma meu minha como posso por para com e onde quando quanto olá obrigado
        em do da no na se me você tenho quero está são mais encomenda conta cartão fatura custa obrigada
        eu seu sua pelo
    """,
    "nl": """
        de het een is en ik niet mijn hoe kan te met voor waar wanneer waarom hallo dank van op dat je u
        mij heb hebben wil nog wordt bij zijn of als bestelling rekening pakket kaart kost wat er maar
        naar graag kunnen aan
    """,
    "pl": """
        jest w z na nie się i do to jak czy mój moja moje co gdzie kiedy dlaczego proszę dziękuję mam
        mogę chcę za od jestem dla ale paczka zamówienie konto ile kosztuje dzień dobry po
    """,
    "sv": """
        är och att det jag inte en ett min mitt hur kan till med för var när varför hej tack på som har
        vill om av den från konto kort paket kostar vad ni mig
    """,
    "tr": """
        bir ve bu ne mi var için ben benim ile de da değil çok kadar nerede zaman neden merhaba
        teşekkürler lütfen sipariş hesap kart kargo istiyorum mümkün
    """,
}
