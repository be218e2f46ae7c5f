using System.Text;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;
using Vitrine.Ledger.Verification;

namespace Vitrine.Fuzz;

/// <summary>
/// The verifier over a whole small directory of a ledger. The input is a list of edits: which file, what, where, how much, value; so that what is verified is
/// nearly right, since no fuzzer guesses a hash. Whatever was done, the verdict is clean only if nothing of the ledger is changed.
/// </summary>
internal static class VerifyFuzz
{
    private const string Origin = "vitrine/fuzz.example/fuzz/00000000";
    private const int Entries = 300;
    private static readonly string Root = Directory.CreateTempSubdirectory("vitrine-fuzz-ledger-").FullName;
    private static readonly SortedDictionary<string, byte[]> Good = new(StringComparer.Ordinal);
    private static readonly string[] Names;
    private static readonly LedgerVerifierOptions Options;
    private static readonly HashSet<string> Dirty = [];

    static VerifyFuzz()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Root, recursive: true);
        using var signer = NoteSigner.Generate(Origin);
        Options = new LedgerVerifierOptions { Key = signer.Verifier, Parallelism = 1 };
        var tree = new TreeBuilder((tile, hashes) => Good[tile.ToString()] = hashes.ToArray());
        var bundles = new System.Buffers.ArrayBufferWriter<byte>[] { new(), new() };
        for (int i = 0; i < Entries; i++)
        {
            byte[] leaf =
                Encoding.UTF8.GetBytes($$"""{"decision":"record","sealed":"{{new string('0', 64)}}","sequence":{{i}},"session":"20261121-083000-abc0xy","time":"2026-11-21T08:30:00.000000Z","type":"file-opened","v":2}""");
            tree.Append(Rfc6962.Leaf(leaf));
            EntryBundle.Append(bundles[i / 256], leaf);
        }

        tree.VisitPartialTiles((tile, hashes) => Good[tile.ToString()] = hashes.ToArray());
        Good[TilePath.Entries(0)] = bundles[0].WrittenSpan.ToArray();
        Good[TilePath.Entries(1, Entries - 256)] = bundles[1].WrittenSpan.ToArray();
        string text = new Checkpoint(Origin, tree.Size, tree.Root).ToText();
        Good["checkpoint"] = SignedNote.Create(text, signer.Sign(text)).ToBytes();
        Names = [.. Good.Keys];
        Dirty.UnionWith(Names);
        Restore();
    }

    /// <summary>One input.</summary>
    public static void Run(ReadOnlySpan<byte> input)
    {
        Restore();
        var files = new Dictionary<string, List<byte>?>(StringComparer.Ordinal);
        for (; input.Length >= 7; input = input[7..])
        {
            string name = Names[input[0] % Names.Length];
            if (!files.TryGetValue(name, out List<byte>? file))
                files[name] = file = [.. Good[name]];
            if (file is not null && !Edit(file, input))
                files[name] = null;
        }

        bool isSame = true;
        foreach ((string name, List<byte>? file) in files)
        {
            Dirty.Add(name);
            isSame &= file is not null && file.SequenceEqual(Good[name]);
            if (file is null)
                File.Delete(Path.Combine(Root, name));
            else
                File.WriteAllBytes(Path.Combine(Root, name), [.. file]);
        }

        LedgerVerification found = LedgerVerifier.Verify(Root, Options);
        BrokenPropertyException.Unless((found.Verdict == LedgerVerdict.Clean) == isSame, "a ledger is clean exactly where nothing of it was changed");
        BrokenPropertyException.Unless(found.Proven <= Entries && found.ProvenBefore <= Entries, "no more entries are proven than there are");
        BrokenPropertyException.Unless(isSame || found.Findings.Count > 0, "what is not clean has a finding");
    }

    /// <summary>A leaf of any bytes is taken or refused; one that is taken is one object, and changing its first member's name is noticed.</summary>
    public static void Leaf(ReadOnlySpan<byte> input)
    {
        if (!LeafForm.TryRead(input, out LeafView view, out string problem))
        {
            BrokenPropertyException.Unless(problem.Length > 0, "a refusal says why");
            return;
        }

        BrokenPropertyException.Unless(input[0] == '{' && input[^1] == '}' && !view.Type.IsEmpty, "a leaf is an object with a type");
        BrokenPropertyException.Unless(view.IsKeepers != (view.HasSequence && !view.Session.IsEmpty), "an entry is a session's or a keeper's");
        using var json = System.Text.Json.JsonDocument.Parse(input.ToArray());
        BrokenPropertyException.Unless(json.RootElement.GetProperty("v").GetInt32() == 2, "the version is 2");
        if (view.HasSequence)
            BrokenPropertyException.Unless(json.RootElement.GetProperty("sequence").GetInt64() == view.Sequence, "the sequence is the one that stands there");
    }

    // False: the file is removed.
    private static bool Edit(List<byte> file, ReadOnlySpan<byte> edit)
    {
        if (file.Count == 0)
            return true;
        int at = ((edit[2] << 16) | (edit[3] << 8) | edit[4]) % file.Count, count = Math.Min(Math.Max((int)edit[5], 1), file.Count - at);
        switch (edit[1] % 6)
        {
            case 0:
                file[at] = edit[6];
                break;
            case 1:
                file.RemoveRange(at, count);
                break;
            case 2:
                file.InsertRange(at, file.GetRange(at, count));
                break;
            case 3:
                file.RemoveRange(at, file.Count - at);
                break;
            case 4:
                file[at] ^= (byte)(1 << (edit[6] % 8));
                break;
            default:
                return false;
        }

        return true;
    }

    private static void Restore()
    {
        foreach (string name in Dirty)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, name))!);
            File.WriteAllBytes(Path.Combine(Root, name), Good[name]);
        }

        Dirty.Clear();
    }
}
