using System.Text;
using System.Text.Json.Nodes;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Proofs;
using Xunit;

namespace Vitrine.Tests.Ledger.Proofs;

public class ProofBundleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(600)]
    public void A_bundle_proves_the_sessions_entries_and_what_is_shown_of_them(int size)
    {
        var log = new ProofSamples(size, size);
        var seen = new List<ProofEntry>();
        ProofVerification found = ProofSamples.Verify(log.Bundle(), visit: seen.Add);
        Assert.Equal((ProofFault.None, null), (found.Fault, found.Detail));
        Assert.Equal((ProofSamples.Session, (long)size, true), (found.Session, found.Checkpoint!.Size, found.HasEnd));
        Assert.Equal(log.Indexes, seen.Select(entry => entry.Index));
        Assert.Equal(seen.Count, found.Disclosed);
        Assert.All(seen, entry => Assert.Equal(log.Leaves[(int)entry.Index], entry.Leaf.ToArray()));
    }

    [Fact]
    public void Leaves_alone_or_some_entries_are_proved_as_well()
    {
        var log = new ProofSamples(3, 100);
        Assert.Equal((true, 0L), (ProofSamples.Verify(log.Bundle(_ => false)).IsValid, ProofSamples.Verify(log.Bundle(_ => false)).Disclosed));
        ProofVerification some = ProofSamples.Verify(log.Bundle(index => index % 2 == 0));
        Assert.True(some.IsValid);
        Assert.InRange(some.Disclosed, 1, some.Entries - 1);
    }

    [Fact]
    public void Whatever_byte_is_changed_nothing_else_than_what_was_written_is_ever_proved()
    {
        var log = new ProofSamples(4, 9);
        byte[] bundle = log.Bundle(older: 5);
        List<ProofEntry> good = Visit(bundle, out ProofVerification verified);
        Assert.True(verified.IsValid);
        int stillValid = 0;
        for (int i = 0; i < bundle.Length; i++)
        {
            foreach (byte flip in new byte[] { 1, 0x20, 0x80 })
            {
                byte[] changed = [.. bundle];
                changed[i] ^= flip;
                List<ProofEntry> seen = Visit(changed, out ProofVerification found);
                if (!found.IsValid)
                    continue;
                stillValid++;
                Assert.Equal((ProofSamples.Session, log.Checkpoint), (found.Session, found.Checkpoint));
                Assert.Equal(good.Select(Text), seen.Select(Text));
            }
        }

        // The hint of the key, which proves nothing, and letters of escapes: that they may change is what makes the assertions above run.
        Assert.InRange(stillValid, 1, bundle.Length / 4);
    }

    [Fact]
    public void A_bundle_that_is_cut_off_anywhere_is_none()
    {
        byte[] bundle = new ProofSamples(4, 9).Bundle();
        for (int length = 0; length < bundle.Length - 1; length++)
            Assert.Equal(ProofFault.Malformed, ProofSamples.Verify(bundle[..length]).Fault);
    }

    [Fact]
    public void Entries_left_out_exchanged_repeated_or_added_are_noticed()
    {
        var log = new ProofSamples(6, 60);
        Assert.NotEqual(ProofFault.None, Edited(log, entries => entries.RemoveAt(2)).Fault);
        Assert.Equal(ProofFault.RootWrong, Edited(log, entries => entries.RemoveAt(entries.Count - 1)).Fault);
        Assert.Equal(ProofFault.LeafForeign, Edited(log, entries => entries.Insert(1, entries[0]!.DeepClone())).Fault);
        Assert.Equal(ProofFault.LeafForeign, Edited(log, entries =>
        {
            (string one, string two) = (entries[0]!["leaf"]!.GetValue<string>(), entries[1]!["leaf"]!.GetValue<string>());
            (entries[0]!["leaf"], entries[1]!["leaf"]) = (two, one);
        }).Fault);
        Assert.Equal(ProofFault.RootWrong, Edited(log, entries => entries[^1]!["index"] = 1_000_000).Fault);
    }

    [Fact]
    public void An_entry_that_is_not_what_its_leaf_names_is_named()
    {
        var log = new ProofSamples(6, 60);
        ProofVerification found = Edited(log, entries => entries[3]!["entry"] = "{\"index\":3,\"text\":\"nothing happened\"}");
        Assert.Equal((ProofFault.DisclosureWrong, (long?)log.Indexes.ElementAt(3)), (found.Fault, found.Index));
        Assert.Equal(ProofFault.DisclosureWrong, Edited(log, entries => entries[3]!["salt"] = entries[4]!["salt"]!.GetValue<string>()).Fault);
    }

    [Fact]
    public void A_key_that_did_not_sign_and_a_witness_that_did_not_cosign_prove_nothing()
    {
        var log = new ProofSamples(6, 20);
        using NoteSigner sameName = NoteSigner.Generate(ProofSamples.Key.Name), otherName = NoteSigner.Generate("vitrine/other"),
            otherWitness = NoteSigner.Generate("w", VerifierKey.CosignatureAlgorithm);
        Assert.Equal(ProofFault.SignatureWrong, ProofSamples.Verify(log.Bundle(), new ProofTrust { Key = sameName.Verifier }).Fault);
        Assert.Equal(ProofFault.OriginForeign, ProofSamples.Verify(log.Bundle(), new ProofTrust { Key = otherName.Verifier }).Fault);
        Assert.Equal(ProofFault.SignatureWrong, ProofSamples.Verify(log.Bundle(), new ProofTrust { Key = WitnessNamed(ProofSamples.Key.Name) }).Fault);
        Assert.True(ProofSamples.Verify(log.Bundle(), ProofSamples.Trust with { Witnesses = [ProofSamples.WitnessKey] }).IsValid);
        Assert.Equal(ProofFault.CosignatureMissing,
            ProofSamples.Verify(log.Bundle(), ProofSamples.Trust with { Witnesses = [ProofSamples.WitnessKey, otherWitness.Verifier] }).Fault);
    }

    [Fact]
    public void Older_checkpoints_are_proved_to_be_beginnings_of_the_tree_and_others_are_refused()
    {
        var log = new ProofSamples(6, 300);
        var other = new ProofSamples(7, 300);
        Assert.Equal([1, 255, 256, 300], ProofSamples.Verify(log.Bundle(older: [1, 255, 256, 300])).OlderSizes);
        byte[] foreign = Edit(log.Bundle(older: 255), root => root["older"]![0]!["checkpoint"] = Encoding.UTF8.GetString(other.NoteAt(255).ToBytes()));
        Assert.Equal(ProofFault.OlderWrong, ProofSamples.Verify(foreign).Fault);
        byte[] unsigned = Edit(log.Bundle(older: 255), root =>
        {
            using NoteSigner stranger = NoteSigner.Generate(ProofSamples.Key.Name);
            string text = log.NoteAt(255).Text;
            root["older"]![0]!["checkpoint"] = Encoding.UTF8.GetString(SignedNote.Create(text, stranger.Sign(text)).ToBytes());
        });
        Assert.Equal(ProofFault.OlderWrong, ProofSamples.Verify(unsigned).Fault);
    }

    [Fact]
    public void Other_forms_of_the_file_are_not_taken()
    {
        string good = Encoding.UTF8.GetString(new ProofSamples(4, 9).Bundle());
        foreach (string bad in new[]
        {
            "", "null", "[]", "{}", good + "{}", good.Replace("vitrine-proof/v1", "vitrine-proof/v2", StringComparison.Ordinal),
            good.Replace("{\"format\"", "{\"extra\":1,\"format\"", StringComparison.Ordinal),
            good.Replace("\"entries\":[", "\"entries\":[1,", StringComparison.Ordinal),
            good.Replace("\"index\":", "\"index\":-", StringComparison.Ordinal),
            good.Replace("\"hashes\":[", "\"hashes\":[\"AAAA\",", StringComparison.Ordinal),
            "{\"format\":\"" + new string('x', 2_000_000),
            good.Replace("\"session\":\"", "\"session\":\"\\ud800", StringComparison.Ordinal),
        })
        {
            Assert.Equal(ProofFault.Malformed, ProofSamples.Verify(Encoding.UTF8.GetBytes(bad)).Fault);
        }
    }

    [Fact]
    public void A_stream_that_gives_a_byte_at_a_time_is_read_as_well()
    {
        using var stream = new Trickle(new ProofSamples(4, 30).Bundle());
        Assert.True(ProofBundle.Verify(stream, ProofSamples.Trust).IsValid);
    }

    private static VerifierKey WitnessNamed(string name)
    {
        using NoteSigner signer = NoteSigner.Generate(name, VerifierKey.CosignatureAlgorithm);
        return signer.Verifier;
    }

    private static string Text(ProofEntry entry) =>
        $"{entry.Index} {Encoding.UTF8.GetString(entry.Leaf.Span)} {(entry.Disclosure is { } shown ? Encoding.UTF8.GetString(shown.Entry.Span) : "")}";

    private static List<ProofEntry> Visit(byte[] bundle, out ProofVerification found)
    {
        var seen = new List<ProofEntry>();
        found = ProofSamples.Verify(bundle, visit: seen.Add);
        return seen;
    }

    private static ProofVerification Edited(ProofSamples log, Action<JsonArray> edit) =>
        ProofSamples.Verify(Edit(log.Bundle(), root => edit((JsonArray)root["entries"]!)));

    private static byte[] Edit(byte[] bundle, Action<JsonNode> edit)
    {
        JsonNode root = JsonNode.Parse(bundle)!;
        edit(root);
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));
    }
}
