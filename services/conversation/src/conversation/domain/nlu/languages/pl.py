"""Polish."""

from __future__ import annotations

from conversation.domain.nlu.languages.word_lists import WordLists

POLISH = WordLists(
    common="""
        jest w z na nie się i do to jak czy mój moja moje co gdzie kiedy dlaczego proszę dziękuję mam
        mogę chcę za od jestem dla ale paczka zamówienie konto ile kosztuje dzień dobry po
    """,
    letters="łąęśżźćń",
    person="""
V rozmawiac porozmawiac pogadac mowic rozmowa rozmowe kontakt
K polacz polaczcie polaczyc przelacz przelaczcie przelaczyc przekieruj przekierowac polaczenie polaczycie
C zadzwoncie zadzwonic zadzwon skontaktowac
M mnie nas to sie
T z ze do
F o w na od dla za
P czlowiek czlowiekiem czlowieka konsultant konsultantem konsultanta konsultantka konsultantke agentem agent
  agenta pracownik pracownikiem pracownika doradca doradce kierownik kierownikiem kierownika
  przedstawiciel przedstawicielem operator operatorem operatora menedzer menedzerem specjalista
p ktos kims osoba osobe osoby
S obsluga obslugi obsluge wsparcie biuro
R zywy zywym zywego zywa zywej prawdziwy prawdziwym prawdziwego prawdziwa prawdziwej
W chce chcialbym chcialabym potrzebuje prosze wole zadam
G dajcie daj
O pomoc pomoze
N nie zaden zadnego nikt bez
B bot botem bota boty robot robotem robota automat automatem maszyna maszyne chatbot chatbotem komputerem
A jakims jakiegos wasz waszym
E ten tym ta
D kto kim ktory
Q jak gdzie kiedy dlaczego ile
Y pan pani wy
I musze
H jest tam tu dostepny
L czy dzien dobry teraz natychmiast pilnie bardzo czesc witam bezposrednio klienta
, ale
c moge mozna moglbym moglabym
+ i lub albo
""",
    never_misspelt="rozmawial rozmawiala rozmawialem rozmawialam porozmawial",
)
