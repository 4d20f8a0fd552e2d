"""Slavic languages share many words: a paragraph of ordinary prose is known as what it is."""

import numpy as np
import pytest

from stripper.blocks import encode
from stripper.lexicons.detection import find_languages, listen
from stripper.tokens import tokenize

PARAGRAPHS = {
    "sl": [
        "Stari mlin ob reki so postavili v sušnem poletju, njegovo kolo pa se je vrtelo, kadar je bilo v jezu dovolj "
        "vode za mlinarja in njegova sinova. Kamne so klesali v kamnolomu više ob toku in jih na splavih pripeljali do "
        "brega, zato se zidovi nekoliko nagibajo proti vodi.",
        "Denar za prenovo je prišel od države, občina pa je dodala še petino. Župan pravi, da bo cesta odprta do "
        "jeseni, čeprav so delavci na njej našli rimski zid, ki ga morajo najprej izmeriti arheologi.",
        "Tekma se je začela z zamudo, ker je sodnik pozabil piščalko. Domači so povedli že v tretji minuti, potem pa so "
        "se pred svojim golom zaprli in čakali na konec, ki ga ni hotelo biti.",
    ],
    "sk": [
        "Starý mlyn pri rieke postavili počas suchého leta a jeho koleso sa točilo vždy, keď bolo v hati dosť vody pre "
        "mlynára a jeho dvoch synov. Kamene lámali v lome vyššie proti prúdu a splavili ich na pltiach, preto sa múry "
        "trochu nakláňajú k brehu.",
        "Peniaze na opravu prišli od štátu, obec pridala pätinu. Starosta hovorí, že cesta bude otvorená do jesene, "
        "hoci robotníci na nej našli rímsky múr, ktorý musia najprv zamerať archeológovia.",
        "Zápas sa začal neskoro, lebo rozhodca zabudol píšťalku. Domáci išli do vedenia už v tretej minúte, potom sa "
        "však zavreli pred vlastnou bránkou a čakali na koniec, ktorý nie a nie prísť.",
    ],
    "cs": [
        "Starý mlýn u řeky postavili v suchém létě a jeho kolo se točilo, kdykoli bylo v jezu dost vody pro mlynáře a "
        "jeho dva syny. Kameny lámali v lomu výš proti proudu a splavili je na vorech, proto se zdi trochu naklánějí "
        "ke břehu.",
        "Peníze na opravu přišly od státu, obec přidala pětinu. Starosta říká, že silnice bude otevřená do podzimu, i "
        "když na ní dělníci našli římskou zeď, kterou musí nejdřív zaměřit archeologové.",
        "Zápas se začal pozdě, protože rozhodčí zapomněl píšťalku. Domácí se ujali vedení už ve třetí minutě, pak se "
        "však zavřeli před vlastní brankou a čekali na konec, který ne a ne přijít.",
    ],
    "hr": [
        "Stari mlin uz rijeku sagrađen je u sušno ljeto, a kolo mu se okretalo kad god je u brani bilo dovoljno vode "
        "za mlinara i njegova dva sina. Kamenje su klesali u kamenolomu uzvodno i dovezli ga na splavima, pa se zidovi "
        "malo naginju prema obali.",
        "Novac za obnovu stigao je od države, a općina je dodala petinu. Načelnik kaže da će cesta biti otvorena do "
        "jeseni, iako su radnici na njoj našli rimski zid koji najprije moraju izmjeriti arheolozi.",
        "Utakmica je počela kasno jer je sudac zaboravio zviždaljku. Domaći su poveli već u trećoj minuti, a onda su "
        "se zatvorili ispred svojega gola i čekali kraj koji nikako nije dolazio.",
    ],
    "pl": [
        "Stary młyn nad rzeką zbudowano w suche lato, a jego koło kręciło się zawsze, gdy w jazie było dość wody dla "
        "młynarza i jego dwóch synów. Kamienie łamano w kamieniołomie w górze rzeki i spławiano na tratwach, dlatego "
        "mury trochę pochylają się ku brzegowi.",
        "Pieniądze na remont przyszły od państwa, a gmina dodała jedną piątą. Burmistrz mówi, że droga będzie otwarta "
        "do jesieni, choć robotnicy znaleźli na niej rzymski mur, który muszą najpierw zmierzyć archeolodzy.",
        "Mecz zaczął się późno, bo sędzia zapomniał gwizdka. Gospodarze objęli prowadzenie już w trzeciej minucie, "
        "potem jednak zamknęli się przed własną bramką i czekali na koniec, który nie chciał nadejść.",
    ],
    "sr": [
        "Stari mlin na reci podignut je tokom sušnog leta, a njegov točak se okretao kad god je u jezeru bilo dovoljno "
        "vode za mlinara i njegova dva sina. Kamenje su sekli u kamenolomu uzvodno i spuštali ga splavovima, pa se "
        "zidovi malo naginju ka obali.",
        "Novac za obnovu stigao je od države, a opština je dodala petinu. Predsednik kaže da će put biti otvoren do "
        "jeseni, iako su radnici na njemu našli rimski zid koji arheolozi prvo moraju da izmere.",
        "Utakmica je počela kasno jer je sudija zaboravio pištaljku. Domaćini su poveli već u trećem minutu, a onda su "
        "se zatvorili pred svojim golom i čekali kraj koji nikako da dođe.",
    ],
}  # fmt: skip
CYRILLIC = {
    "sr": [
        "Стари млин на реци подигнут је током сушног лета, а његов точак се окретао кад год је у језеру било довољно "
        "воде за млинара и његова два сина. Камење су секли у каменолому узводно и спуштали га сплавовима, па се "
        "зидови мало нагињу ка обали.",
        "Новац за обнову стигао је од државе, а општина је додала петину. Председник каже да ће пут бити отворен до "
        "јесени, иако су радници на њему нашли римски зид који археолози прво морају да измере.",
        "Утакмица је почела касно јер је судија заборавио пиштаљку. Домаћини су повели већ у трећем минуту, а онда су "
        "се затворили пред својим голом и чекали крај који никако да дође.",
    ],
    "bg": [
        "Старата воденица край реката е построена през едно сухо лято, а колелото ѝ се въртеше винаги, когато в яза "
        "имаше достатъчно вода за воденичаря и двамата му сина. Камъните са рязани нагоре по течението и са спускани "
        "със салове, затова стените се накланят към брега.",
        "Парите за ремонта дойдоха от държавата, а общината добави една пета. Кметът казва, че пътят ще бъде отворен "
        "до есента, макар че работниците са открили на него римска стена, която трябва първо да бъде измерена.",
        "Мачът започна късно, защото съдията беше забравил свирката. Домакините поведоха още в третата минута, но "
        "след това се затвориха пред своята врата и чакаха края, който все не идваше.",
    ],
    "ru": [
        "Старую мельницу у реки построили в сухое лето, и её колесо вертелось всякий раз, когда в запруде хватало "
        "воды для мельника и двух его сыновей. Камни тесали выше по течению и сплавляли на плотах, поэтому стены "
        "немного наклонены к берегу.",
        "Деньги на ремонт пришли от государства, а община добавила пятую часть. Глава говорит, что дорогу откроют к "
        "осени, хотя рабочие нашли на ней римскую стену, которую сначала должны измерить археологи.",
        "Матч начался поздно, потому что судья забыл свисток. Хозяева повели уже на третьей минуте, но потом "
        "закрылись у своих ворот и ждали конца, который всё не приходил.",
    ],
    "uk": [
        "Старий млин біля річки збудували в сухе літо, і його колесо крутилося щоразу, коли в загаті вистачало води "
        "для мельника та двох його синів. Каміння тесали вище за течією й сплавляли на плотах, тому стіни трохи "
        "нахилені до берега.",
        "Гроші на ремонт прийшли від держави, а громада додала п'яту частину. Голова каже, що дорогу відкриють до "
        "осені, хоча робітники знайшли на ній римський мур, який спершу мають виміряти археологи.",
        "Матч почався пізно, бо суддя забув свисток. Господарі повели вже на третій хвилині, але потім закрилися біля "
        "своїх воріт і чекали кінця, який усе не приходив.",
    ],
}  # fmt: skip
NEIGHBOURS = {
    "sk": {"cs", "pl"}, "sl": {"cs", "hr"}, "hr": {"cs", "sr"}, "pl": {"cs"}, "cs": {"pl"}, "sr": {"cs", "hr"},
    "bg": {"ru", "uk"}, "ru": {"uk"}, "uk": {"ru"},
}  # fmt: skip
"""Languages whose words are looked for too: they share half of the function words."""


def find(text: str) -> tuple[str, ...]:
    tokens = tokenize(encode(text))
    return find_languages(listen(tokens), np.zeros(len(tokens.start), int), 1)[0]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (c, text)
        for script in (PARAGRAPHS, CYRILLIC)
        for c, texts in script.items()
        for text in texts
    ],
)
def test_a_paragraph_is_known_as_what_it_is(language: str, text: str) -> None:
    assert language in find(text)


@pytest.mark.parametrize(
    ("language", "script"), [(code, script) for script in (PARAGRAPHS, CYRILLIC) for code in script]
)
def test_a_page_takes_no_more_than_its_neighbours(
    language: str, script: dict[str, list[str]]
) -> None:
    found = script.keys() & find("\n\n".join(script[language]))
    assert {language} <= found <= {language, *NEIGHBOURS[language]}


THAI = (
    "โรงสีเก่าริมน้ำสร้างขึ้นในหน้าแล้ง กังหันหมุนทุกครั้งที่น้ำในฝายมีพอให้คนสีข้าวกับลูกชายสองคน หินตัดมาจาก "
    "ต้นน้ำแล้วล่องแพลงมา ผนังจึงเอนไปทางตลิ่งเล็กน้อย"
)


@pytest.mark.parametrize("more", ["", " Facebook, YouTube and the BBC", " สมัคร Premium 59 บาท"])
def test_thai_is_known_by_its_letters_alone(more: str) -> None:
    assert find(THAI + more) == ("en", "th")


def test_a_word_of_thai_leaves_a_page_its_own_language() -> None:
    assert find(PARAGRAPHS["sr"][1] + " ไทย") == (*find(PARAGRAPHS["sr"][1]), "th")


def test_serbian_is_tried_for_letters_of_its_own_alone() -> None:
    assert find("Још вести") == ("en", "sr")
    assert find("The bridge is shut, and the ferry was late. Русский") == ("en", "ru", "uk", "bg")
