"""Turkish."""

from __future__ import annotations

from conversation.domain.nlu.languages.word_lists import WordLists

TURKISH = WordLists(
    common="""
        bir ve bu ne mi var için ben benim ile de da değil çok kadar nerede zaman neden merhaba
        teşekkürler lütfen sipariş hesap kart kargo istiyorum mümkün
    """,
    letters="ışğ",
    person="""
TP insanla temsilciyle temsilcisiyle temsilciye temsilcisine temsilcinizle yetkiliyle yetkiliye yetkilinizle
  operatorle operatore danismanla danismana mudurle mudure calisanla calisaninizla gorevliyle gorevliye
  uzmanla personelle
Tp biriyle birisiyle birine birisine kisiyle
TS hizmetlerine hizmetleriyle destekle destege
TB robotla botla makineyle makinayla chatbotla
P insan insani temsilci temsilcisi yetkili yetkilisi operator danisman danismani mudur gorevli gorevlisi
p biri birisi kimse kisi
S destek hizmetleri
B robot bot makine makina chatbot
V baglanmak baglanabilir konusmak konusabilir konusayim gorusmek gorusebilir gorusme yazismak
  konusmam gorusmem
K bagla baglayin baglar baglayabilir aktar aktarin aktarir yonlendir yonlendirin
C arayin ara arar arasin
T ile
M beni bana bizi
w istiyorum isterim istiyoruz lazim
R gercek canli
A bir
H var burada orada
N istemiyorum yok
Q nasil ne nerede neden
L mi musunuz misiniz miyim lutfen merhaba selam hemen acil simdi artik musteri
, degil ama fakat
""",
    person_phrases={
        "insan ile": "insanla",
        "biri ile": "biriyle",
        "temsilci ile": "temsilciyle",
        "temsilcisi ile": "temsilcisiyle",
        "yetkili ile": "yetkiliyle",
        "operator ile": "operatorle",
    },
)
