from collections.abc import Callable

from chargeprod_xl.imports.fdx import lire_longueur
from chargeprod_xl.projet.scenario import Element, Scenario

Lire = Callable[..., Scenario]

FDX = """<?xml version="1.0" encoding="UTF-8"?>
<FinalDraft DocumentType="Script" Version="5"><Content>
<Paragraph Number="12A" Type="Scene Heading">
 <SceneProperties Length="2 3/8" Page="1"><SceneArcBeats>
  <CharacterArcBeat Name="Zoé"><Paragraph><Text>rien</Text></Paragraph></CharacterArcBeat>
 </SceneArcBeats></SceneProperties>
 <Text>INT. CHAMBRE </Text><Text Style="Bold">DE ZOÉ - NUIT</Text></Paragraph>
<Paragraph Type="Action"><Text>Elle prend un </Text>
 <Text TagNumber="4">couteau</Text><Text>. Noir.</Text></Paragraph>
<Paragraph><DualDialogue>
 <Paragraph Type="Character"><Text>ADAM</Text></Paragraph>
 <Paragraph Type="Dialogue"><Text>Non.</Text></Paragraph>
 <Paragraph Type="Character"><Text>MAX</Text></Paragraph>
 <Paragraph Type="Dialogue"><Text>Si.</Text></Paragraph>
</DualDialogue></Paragraph>
<Paragraph Type="Scene Heading"><Text>EXT. QUAI</Text></Paragraph>
<Paragraph Type="Action"><ScriptNote><Paragraph><Text>vfx : ciel</Text></Paragraph></ScriptNote>
 <Text>Vent [[véhicule : camion x2]].</Text></Paragraph>
</Content>
<TitlePage><Content><Paragraph><Text>Le Quai</Text></Paragraph><Paragraph><Text>écrit par</Text></Paragraph>
<Paragraph><Text>Ève O.</Text></Paragraph></Content></TitlePage>
<TagData><TagCategories>
 <TagCategory Id="05c556eb-6bc1-4a3a-b09f-f8b5ba1b6afa" Name="Objets" Number="5"/>
 <TagCategory Id="autre" Name="Divers" Number="6"/>
</TagCategories><TagDefinitions>
 <TagDefinition CatId="05c556eb-6bc1-4a3a-b09f-f8b5ba1b6afa" Id="d1" Label="Couteau" Number="1"/>
 <TagDefinition CatId="autre" Id="d2" Label="Chose" Number="2"/>
</TagDefinitions><Tags><Tag Number="4"><DefId>d1</DefId><DefId>d2</DefId></Tag></Tags></TagData>
</FinalDraft>"""


def test_un_fichier_final_draft(lire: Lire) -> None:
    scenario = lire(FDX, ".fdx")
    assert (scenario.titre, scenario.auteur) == ("Le Quai", "Ève O.")
    chambre, quai = scenario.sequences
    assert (chambre.numero, chambre.entete) == ("12A", "INT. CHAMBRE DE ZOÉ - NUIT")
    assert (chambre.decor, chambre.effet, chambre.huitiemes) == ("CHAMBRE DE ZOÉ", "NUIT", 19)
    assert chambre.resume == "Elle prend un couteau."
    assert (chambre.roles, chambre.repliques) == (("ADAM", "MAX", "ZOÉ"), (1, 1, 0))
    assert chambre.elements == (Element("Accessoires", "Couteau"),)
    assert chambre.a_verifier == ("Étiquette Final Draft « Chose » (Divers) non reprise.",)
    assert quai.elements == (Element("Véhicules", "camion", 2), Element("Effets visuels", "ciel"))
    assert quai.resume == "Vent ."
    assert quai.huitiemes == 1
    assert quai.numero == "2"


def test_les_longueurs_ecrites() -> None:
    assert [lire_longueur(t) for t in ("2 3/8", "3/8", "1", "", "abc", "0")] == [19, 3, 8, 0, 0, 0]
