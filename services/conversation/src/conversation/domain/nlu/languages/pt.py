"""Portuguese."""

from __future__ import annotations

from conversation.domain.nlu.languages.word_lists import WordLists

PORTUGUESE = WordLists(
    common="""
        o a os as é de que não um uma meu minha como posso por para com e onde quando quanto olá
        obrigado em do da no na se me você tenho quero está são mais encomenda conta cartão fatura custa
        obrigada eu seu sua pelo
    """,
    letters="ãõç",
    person="""
V falar conversar converso falo fale falando conversando contato contacto dialogar
K transferir transfira transfiram conectar conecte encaminhar encaminhe passar passe passem transfere
  conectem coloque colocar
C contatar contactar ligar telefonar chamar ligue liguem contate
M me mim nos isso isto
T com para ao pra pro
F sobre de do da por em no na
P humano humana humanos atendente atendentes operador operadora operadores agente agentes representante
  funcionario funcionaria gerente supervisor supervisora consultor consultora responsavel colaborador
  tecnico especialista
p pessoa pessoas alguem gente
S suporte atendimento servico equipe equipa apoio
r real reais verdadeira verdadeiro verdade viva fisica carne
W quero preciso gostaria queria desejo prefiro exijo solicito pretendo queremos necessito
G dar ter
O ajudar ajuda responder atender atenda ajude
N nao nunca sem nenhum nenhuma ninguem chega cansado cansada
B bot bots robo robos robot maquina maquinas computador chatbot ia automatico automatica
A um uma seu sua algum alguma vosso
E o os a as este esta esse essa
D que quem qual
Q como onde quando quanto porque
Y voce voces tu
I devo
H ai aqui disponivel
U abrir criar abra
J ticket chamado
L favor ola oi bom dia boa tarde noite agora mesmo urgente urgentemente diretamente obrigado obrigada cliente
  clientes so apenas imediatamente
, mas
c posso pode poderia podem podemos
+ e ou
b ontem
e ser
""",
    person_phrases={
        "ser humano": "humano",
    },
)
