// node lab.mjs PYODIDE ARCHIVE WHEEL... - unpack the wheels into one archive, with all modules compiled and the fonts found,
// so that no visitor's browser has to do it. Pyodide itself compiles: only its own version of Python can.
import { readFileSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { pathToFileURL } from 'node:url';

// Pyodide imports a package for web sockets, which nothing here opens.
register('data:text/javascript,export const resolve = (name, context, next) => ' +
  'name === "ws" ? {url: "data:text/javascript,", shortCircuit: true} : next(name, context);');

const [pyodide, archive, ...wheels] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
const python = await loadPyodide();
const [extractDir] = python.runPython('import site; site.getsitepackages()').toJs();
for (const wheel of wheels) python.unpackArchive(new Uint8Array(readFileSync(wheel)), 'wheel', { extractDir });
python.runPython(`
import compileall, importlib, shutil
from pathlib import Path

# Only to save a plot as PDF or PostScript, which no lesson does.
OF_PDF = ["fontTools", "matplotlib/mpl-data/fonts/afm", "matplotlib/mpl-data/fonts/pdfcorefonts"]
place = Path(site.getsitepackages()[0])
for unused in ["**/tests", "numpy/f2py", "matplotlib/mpl-data/sample_data", *OF_PDF]:
    for folder in place.glob(unused):
        shutil.rmtree(folder)
importlib.invalidate_caches()
import matplotlib.font_manager  # writes fontlist.json

for folder in place.glob("**/__pycache__"):
    shutil.rmtree(folder)
compileall.compile_dir(place, quiet=2, legacy=True)
for source in place.rglob("*.py"):
    if source.with_suffix(".pyc").exists():
        source.unlink()
shutil.make_archive("/tmp/archive", "zip", place)
`);
writeFileSync(archive, python.FS.readFile('/tmp/archive.zip'));
