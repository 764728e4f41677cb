"""Models by name: from the folder, from fastembed's list, or a sentence that says why not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from contracts.bot_knowledge import PACKAGED_MODEL
from retrieval.index_ports import ModelMissing
from retrieval.outbound.embedder import FastembedEmbedder
from retrieval.outbound.models import Models
from services.retrieval.tests.tiny_model import WIDTH, write_tiny_model


@pytest.fixture
def models(model_dir: Path, tmp_path: Path) -> Models:
    (tmp_path / "models").mkdir()
    return Models(FastembedEmbedder(model_dir), tmp_path / "models", fetch=False)


async def test_the_packaged_model_needs_no_folder(models: Models) -> None:
    packaged = await models.of(PACKAGED_MODEL)
    await packaged.load()
    assert len((await packaged.queries(["hello"]))[0]) == 384


@pytest.mark.parametrize("named", ["acme/tiny", "{folder}/acme/tiny"])
async def test_a_folder_is_a_model_by_its_name_or_path(
    models: Models, model_dir: Path, tmp_path: Path, named: str
) -> None:
    write_tiny_model(tmp_path / "models" / "acme" / "tiny", model_dir)
    embedder = await models.of(named.format(folder=tmp_path / "models"))
    [vector] = await embedder.passages(["hello"])
    assert len(vector) == WIDTH
    assert sum(one * one for one in vector) == pytest.approx(1, abs=1e-4)


async def test_a_model_that_fastembed_knows_is_read_from_a_folder_of_its_name(
    models: Models, model_dir: Path, tmp_path: Path
) -> None:
    shutil.copytree(model_dir, tmp_path / "models" / "Qdrant" / "clip")
    name = "sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2"
    shutil.copytree(model_dir, tmp_path / "models" / name)
    (tmp_path / "models" / name / "model_optimized.onnx").symlink_to(model_dir / "model.onnx")
    assert len((await (await models.of(name)).queries(["hello"]))[0]) == 384


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("acme/unknown", "fastembed does not know a model named acme/unknown"),
        ("BAAI/bge-small-en-v1.5", "The weights of BAAI/bge-small-en-v1.5 could not be fetched"),
        ("../elsewhere", "fastembed does not know"),
        ("/etc", "fastembed does not know"),
    ],
)
async def test_what_is_not_there_is_said_in_a_sentence(
    models: Models, model_dir: Path, tmp_path: Path, name: str, sentence: str
) -> None:
    write_tiny_model(tmp_path / "elsewhere", model_dir)
    with pytest.raises(ModelMissing, match=sentence) as refused:
        await models.of(name)
    assert str(tmp_path) not in str(refused.value)
    assert models.missing(name) == str(refused.value)


async def test_damaged_weights_are_said_in_a_sentence(
    models: Models, tmp_path: Path, model_dir: Path
) -> None:
    folder = write_tiny_model(tmp_path / "models" / "acme" / "broken", model_dir)
    (folder / "model.onnx").write_bytes(b"not a graph")
    assert models.missing("acme/broken") is None
    with pytest.raises(ModelMissing, match=r"acme/broken could not be loaded") as refused:
        await models.of("acme/broken")
    assert str(tmp_path) not in str(refused.value)
    assert models.missing("acme/broken") == str(refused.value)


async def test_a_folder_that_was_mended_is_read_as_it_is_now(
    models: Models, tmp_path: Path, model_dir: Path
) -> None:
    folder = write_tiny_model(tmp_path / "models" / "acme" / "mended", model_dir)
    (folder / "model.onnx").rename(folder / "weights")
    (folder / "model.onnx").write_bytes(b"not a graph")
    with pytest.raises(ModelMissing):
        await models.of("acme/mended")
    (folder / "model.onnx").unlink()
    (folder / "onnx").mkdir()
    (folder / "weights").rename(folder / "onnx" / "model.onnx")
    assert len((await (await models.of("acme/mended")).queries(["hello"]))[0]) == WIDTH
    assert models.missing("acme/mended") is None


async def test_a_folder_that_is_gone_is_not_looked_for_elsewhere(
    models: Models, tmp_path: Path, model_dir: Path
) -> None:
    """Somebody else may have a repository of that name."""
    folder = write_tiny_model(tmp_path / "models" / "acme" / "gone", model_dir)
    await models.of("acme/gone")
    shutil.rmtree(folder)
    with pytest.raises(ModelMissing, match="fastembed does not know"):
        await Models(FastembedEmbedder(model_dir), tmp_path / "models").of("acme/gone")


async def test_the_least_recently_used_makes_room(model_dir: Path, tmp_path: Path) -> None:
    folders = [write_tiny_model(tmp_path / "acme" / name, model_dir) for name in ("one", "two", "three")]
    size = (folders[0] / "model.onnx").stat().st_size
    models = Models(FastembedEmbedder(model_dir), tmp_path, most_bytes=2 * size)
    one = await models.of("acme/one")
    two = await models.of("acme/two")
    assert await models.of("acme/one") is one
    await models.of("acme/three")
    assert await models.of("acme/one") is one
    assert await models.of("acme/two") is not two
    assert len((await two.queries(["still at work"]))[0]) == WIDTH
    tight = Models(FastembedEmbedder(model_dir), tmp_path, most_bytes=size - 1)
    with pytest.raises(ModelMissing, match="ANSWERBUS_MODEL_MEMORY_BYTES allows"):
        await tight.of("acme/one")
