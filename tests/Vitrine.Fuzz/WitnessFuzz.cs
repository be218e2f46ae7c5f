using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;
using Vitrine.Ledger.Witnessing;

namespace Vitrine.Fuzz;

/// <summary>
/// A witness before arbitrary requests. The first byte chooses: the bytes as they are, or a good request that they edit, since no fuzzer guesses a signature.
/// </summary>
internal static class WitnessFuzz
{
    private const string Origin = "fuzz.example/log";
    private static readonly string Root = Directory.CreateTempSubdirectory("vitrine-fuzz-witness-").FullName;
    private static readonly Witness Witness;
    private static readonly HashSet<string> Signed = [];
    private static readonly byte[][] Good;

    static WitnessFuzz()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Root, recursive: true);
        Witness.Create(Root, "fuzz.example/witness");
        Witness = Witness.Open(Root, TimeProvider.System) ?? throw new InvalidOperationException("The directory is new.");
        using var signer = NoteSigner.Generate(Origin);
        Witness.Logs = KnownLogs.TryParse(signer.Verifier.ToString(), [], out KnownLogs logs, out string? problem)
            ? logs
            : throw new InvalidOperationException(problem);
        var tree = new TreeBuilder();
        TreeHash first = Rfc6962.Leaf([1]), second = Rfc6962.Leaf([2]);
        tree.Append(first);
        byte[] one = Request(signer, 0, tree, []);
        tree.Append(second);
        Good = [one, Request(signer, 1, tree, [second]), Request(signer, 2, tree, [])];
    }

    public static void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;
        byte[] body = input[0] == 'e' && input.Length > 1 ? Edit(Good[input[1] % Good.Length], input[2..]) : input.ToArray();
        bool isRequest = AddCheckpointRequest.TryParse(body, out AddCheckpointRequest? request);
        BrokenPropertyException.Unless(!isRequest || request!.ToBytes().AsSpan().SequenceEqual(body), "a request has one spelling");
        AddCheckpointAnswer answer = Witness.Add(body);
        BrokenPropertyException.Unless(Enum.IsDefined(answer.Outcome), "every request has an answer");
        BrokenPropertyException.Unless(isRequest || answer.Outcome == AddCheckpointOutcome.Malformed, "what is no request is answered so");
        bool isCosigned = answer.Outcome == AddCheckpointOutcome.Cosigned;
        BrokenPropertyException.Unless(isCosigned == answer.Cosignature.Length > 0, "a cosignature is given out where one was made");
        BrokenPropertyException.Unless(!isCosigned || (SignedNote.TryParse(request!.Checkpoint.Span, out SignedNote? note) && Signed.Contains(note.Text)),
            "only what the log signed is cosigned");
        BrokenPropertyException.Unless(answer.Fork == ForkEvidence.None, "the log never forked");
    }

    private static byte[] Request(NoteSigner signer, long old, TreeBuilder tree, TreeHash[] proof)
    {
        string text = new Checkpoint(Origin, tree.Size, tree.Root).ToText();
        Signed.Add(text);
        return new AddCheckpointRequest(old, proof, SignedNote.Create(text, signer.Sign(text)).ToBytes()).ToBytes();
    }

    /// <summary>Takes the input as edits of four bytes: what, where (two), value.</summary>
    private static byte[] Edit(byte[] good, ReadOnlySpan<byte> input)
    {
        var body = new List<byte>(good);
        for (; input.Length >= 4 && body.Count > 0; input = input[4..])
        {
            int at = ((input[1] << 8) | input[2]) % body.Count;
            switch (input[0] % 4)
            {
                case 0:
                    body[at] = input[3];
                    break;
                case 1:
                    body.RemoveRange(at, Math.Min((int)input[3], body.Count - at));
                    break;
                case 2:
                    body.Insert(at, input[3]);
                    break;
                default:
                    body.InsertRange(at, body.GetRange(at, Math.Min((int)input[3], body.Count - at)));
                    break;
            }
        }

        return [.. body];
    }
}
