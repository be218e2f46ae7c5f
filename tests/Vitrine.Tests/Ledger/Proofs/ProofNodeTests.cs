using System.Diagnostics;
using Xunit;

namespace Vitrine.Tests.Ledger.Proofs;

/// <summary>Someone else's verifier, from docs/export.md alone: what is written there is enough.</summary>
public class ProofNodeTests
{
    // Exit status 0 and "N entries, M shown" only when all of it is proved with the key in argv.
    private const string Verifier = """
        const { createHash, createPublicKey, verify } = require('crypto');
        const sha = (...parts) => { const h = createHash('sha256'); parts.forEach(p => h.update(p)); return h.digest(); };
        const [, file, vkey] = process.argv;
        const bundle = JSON.parse(require('fs').readFileSync(file));
        const blank = bundle.checkpoint.lastIndexOf('\n\n'), text = bundle.checkpoint.slice(0, blank + 1);
        const [, name, id, key] = /^(.*)\+([0-9a-f]{8})\+(.*)$/.exec(vkey);
        const raw = Buffer.from(key, 'base64');
        if (sha(name + '\n', raw).subarray(0, 4).toString('hex') !== id) throw 'key';
        const line = bundle.checkpoint.slice(blank + 2).split('\n').find(l => l.startsWith(`\u2014 ${name} `));
        const signature = Buffer.from(line.split(' ')[2], 'base64');
        const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw.subarray(1)]);
        if (!verify(null, Buffer.from(text), createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature.subarray(4))) throw 'signature';
        const [origin, size, root] = text.split('\n');
        if (origin !== name) throw 'origin';
        let next = 0, hash = 0;
        const fold = (start, end) => {
          const entry = bundle.entries[next];
          if (!entry || entry.index >= end) return Buffer.from(bundle.hashes[hash++], 'base64');
          if (end - start === 1) { next++; return sha('\0', entry.leaf); }
          let half = 1; while (half * 2 < end - start) half *= 2;
          return sha('\x01', fold(start, start + half), fold(start + half, end));
        };
        if (fold(0, Number(size)).toString('base64') !== root || next !== bundle.entries.length || hash !== bundle.hashes.length) throw 'root';
        let shown = 0;
        bundle.entries.forEach((e, i) => {
          const leaf = JSON.parse(e.leaf);
          if (leaf.session !== bundle.session || leaf.sequence !== i) throw 'leaf ' + i;
          if (e.entry === undefined) return;
          const commitment = sha('vitrine-disclosure/v1\n', Buffer.from(e.salt, 'base64'), e.entry);
          if (sha(commitment, Buffer.from(e.box, 'base64')).toString('hex') !== leaf.sealed) throw 'entry ' + i;
          shown++;
        });
        console.log(`${next} entries, ${shown} shown`);
        """;

    [Fact]
    public void A_few_lines_of_node_verify_a_bundle_from_the_document_alone()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "node"))),
            "node is not on this machine");
        using var scratch = new ScratchDirectory();
        var log = new ProofSamples(8, 400);
        File.WriteAllBytes(scratch["bundle"], log.Bundle(index => index % 3 != 0));
        int shown = log.Indexes.Count(index => index % 3 != 0);
        Assert.Equal((0, $"{log.Indexes.Count()} entries, {shown} shown\n"), Run(scratch["bundle"]));

        string changed = File.ReadAllText(scratch["bundle"]).Replace("program-run", "program-ran", StringComparison.Ordinal);
        File.WriteAllText(scratch["bundle"], changed);
        Assert.NotEqual(0, Run(scratch["bundle"]).Status);
    }

    private static (int Status, string Output) Run(string bundle)
    {
        using Process node = Process.Start(new ProcessStartInfo("node", ["-e", Verifier, bundle, ProofSamples.Key.ToString()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        })!;
        Task<string> errors = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        errors.Wait(TestContext.Current.CancellationToken);
        return (node.ExitCode, output);
    }
}
