using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Core.Inspect.Decode;
using Vitrine.Core.Inspect.Provenance;
using Vitrine.Core.Model;
using Xunit;

namespace Vitrine.Tests.Inspect;

/// <summary>Finds belong to pieces, through the real decoder, while files are added, and whatever the text is.</summary>
public sealed class ProvenancePieceTests
{
    private static readonly ProvenanceCorpus Corpus = ProvenanceCorpus.Open();

    public static TheoryData<string> Wrappings => ["plain", "json", "json twice", "base64", "gzip base64", "hex", "url"];

    [Theory]
    [MemberData(nameof(Wrappings))]
    public void Whole_files_are_found_through_the_decoder(string wrapping)
    {
        foreach (string prompt in (string[])["anthropic", "openai", "gemini"])
        {
            int expected = 0, found = 0;
            foreach (CorpusFile file in Corpus.Workspace.Where(each => each.Lines.Count(line => line.Trim().Length > 0) >= 5))
            {
                byte[] body = JsonSerializer.SerializeToUtf8Bytes(Prompt(prompt, Wrap(wrapping, file.Content)));
                using DecodedBody decoded = BodyDecoder.Decode(body, new BodyHead { ContentType = "application/json" });
                var lines = new HashSet<int>();
                foreach (SourceFound each in Corpus.Index.Find(decoded.Text))
                {
                    Assert.Contains(file.Path, each.AlsoIn.Prepend(each.File).Select(path => path.ToString()));
                    lines.UnionWith(each.Lines.SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1)));
                }

                for (int line = 1; line <= file.Lines.Length; line++)
                    if (!string.IsNullOrWhiteSpace(file.Lines[line - 1]))
                        (expected, found) = (expected + 1, found + (lines.Contains(line) ? 1 : 0));
            }

            Assert.True(found >= 0.99 * expected, $"{wrapping} in {prompt}: {found} of {expected}");
        }
    }

    [Fact]
    public void What_is_found_in_a_piece_stands_in_that_piece()
    {
        CorpusFile[] files = [.. Corpus.Workspace];
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll(Gen.Choose(0, (files.Length * 64) - 1).ListOf(6).ToArbitrary(), picks =>
        {
            byte[][] pieces = [.. picks.Select(pick => Piece(files[pick / 64], pick % 64))];
            byte[] text = [.. pieces.SelectMany(each => each.Append((byte)0))];
            IReadOnlyList<SourceInPiece> found = Corpus.Index.FindInPieces(text);
            int start = 0;
            foreach (byte[] piece in pieces)
            {
                // Which fragments are looked up depends on what stands around them, so a piece alone may give more; it must never give what is in another.
                string dense = Dense(Encoding.UTF8.GetString(piece));
                foreach (SourceInPiece each in found.Where(one => one.Piece.Start == start))
                {
                    CorpusFile file = files.First(one => one.Path == each.Source.File.ToString());
                    Assert.All(each.Source.Lines,
                        range => Assert.Contains(Enumerable.Range(range.First, range.Last - range.First + 1),
                            line => SharesFragment(dense, Dense(file.Lines[line - 1]))));
                }

                start += piece.Length + 1;
            }

            Assert.All(found, each => Assert.Contains(each.Piece.Start, Starts(pieces)));
        }));
    }

    [Fact]
    public void Files_are_found_while_others_are_added()
    {
        var index = new ProvenanceIndex(TestKey.Of(3));
        CorpusFile first = Corpus.Workspace.MaxBy(file => file.Content.Length)!;
        index.Add(new UnixPath(first.Path), first.Content);
        Parallel.For(0, 4, worker =>
        {
            if (worker == 0)
                foreach (CorpusFile file in Corpus.Workspace)
                    index.Add(new UnixPath(file.Path), file.Content);
            else
                for (int i = 0; i < 20; i++)
                    Assert.Contains(index.Find(first.Content), each => each.File.ToString() == first.Path);
        });
        Assert.True(index.Statistics.Files > 1);
    }

    [Theory]
    [InlineData("src/a.js:3:});")]
    [InlineData("src/a.js\n3:});")]
    [InlineData("--- a/src/a.js\n+++ b/src/a.js\n@@ -3,1 +3,1 @@\n });")]
    public void A_common_line_is_found_where_path_and_number_are_given(string text)
    {
        var index = new ProvenanceIndex(TestKey.Of(4));
        index.Add(new UnixPath("src/a.js"), "run(() => {\n  go();\n});\n"u8);
        Assert.Equal(new LineRange(3, 3), Assert.Single(Assert.Single(index.Find(Encoding.UTF8.GetBytes(text))).Lines));
        Assert.Empty(index.Find(Encoding.UTF8.GetBytes(text.Replace("src/", "lib/", StringComparison.Ordinal))));
        Assert.Empty(index.Find(Encoding.UTF8.GetBytes(text.Replace('3', '2'))));
    }

    private static string Said(SourceFound found) => $"{found.File} {string.Join(' ', found.Lines)}";

    private static IEnumerable<int> Starts(byte[][] pieces)
    {
        int start = 0;
        foreach (byte[] piece in pieces)
        {
            yield return start;
            start += piece.Length + 1;
        }
    }

    private static string Dense(string text) => string.Concat(text.Where(c => c > ' '));

    private static bool SharesFragment(string piece, string line)
    {
        int length = Math.Min(12, line.Length);
        return length > 0 && Enumerable.Range(0, line.Length - length + 1).Any(from => piece.Contains(line.Substring(from, length), StringComparison.Ordinal));
    }

    private static byte[] Piece(CorpusFile file, int seed)
    {
        int from = file.Content.Length * (seed % 8) / 8, length = Math.Min(file.Content.Length - from, 200 * (1 + (seed / 8)));
        return file.Content[from..(from + length)];
    }

    private static string Wrap(string how, byte[] content) => how switch
    {
        "json" => JsonSerializer.Serialize(new { output = Encoding.UTF8.GetString(content) }),
        "json twice" => JsonSerializer.Serialize(new { output = JsonSerializer.Serialize(new { text = Encoding.UTF8.GetString(content) }) }),
        "base64" => Convert.ToBase64String(content),
        "gzip base64" => Convert.ToBase64String(Zipped(content)),
        "hex" => Convert.ToHexStringLower(content),
        "url" => Uri.EscapeDataString(Encoding.UTF8.GetString(content)),
        _ => Encoding.UTF8.GetString(content),
    };

    private static byte[] Zipped(byte[] content)
    {
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.Optimal))
            gzip.Write(content);
        return to.ToArray();
    }

    private static object Prompt(string kind, string result) => kind switch
    {
        "anthropic" => new
        {
            model = "m",
            messages = new object[] { new { role = "user",
                content = new object[] { new { type = "tool_result", tool_use_id = "toolu_1",
                    content = new object[] { new { type = "text", text = result } } } } } }
        },
        "openai" => new
        {
            model = "m",
            messages = new object[] { new { role = "system", content = "Be brief." }, new { role = "tool", tool_call_id = "call_1", content = result } }
        },
        _ => new
        {
            contents = new object[] { new { role = "user",
            parts = new object[] { new { functionResponse = new { name = "read_file", response = new { output = result } } } } } }
        },
    };
}
