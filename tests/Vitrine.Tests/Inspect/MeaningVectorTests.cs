using System.Text;
using Vitrine.Core.Inspect.Meaning;
using Vitrine.Core.Model;
using Xunit;

namespace Vitrine.Tests.Inspect;

/// <summary>
/// Requests and answers of real agents, long texts cut; the first line of each file says where it went, and a file beside it what must be read in it.
/// </summary>
public sealed class MeaningVectorTests
{
    private const int Shown = 48;

    public static TheoryData<string> Vectors
    {
        get
        {
            var names = new TheoryData<string>();
            foreach (string file in Directory.GetFiles(Folder(), "*.expected").Order(StringComparer.Ordinal))
                names.Add(Path.GetFileNameWithoutExtension(file));
            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void What_an_agent_says_is_read_as_it_stands_there(string name)
    {
        byte[] file = File.ReadAllBytes(Path.Combine(Folder(), name));
        int line = file.AsSpan().IndexOf((byte)'\n');
        string[] head = Encoding.UTF8.GetString(file, 0, line).Split(' ');
        byte[] body = file[(line + 1)..];
        var facts = new BodyFacts(head[1], head[0], head[2], head[3]);
        string actual = name.EndsWith(".answer", StringComparison.Ordinal) ? Answer(facts, body) : Request(facts, body);
        Assert.True(File.ReadAllText(Path.Combine(Folder(), name + ".expected")) == actual, "What was read:\n" + actual);
    }

    private static string Request(BodyFacts facts, byte[] body)
    {
        MeaningFound found = BodyReader.Read(facts, body)!;
        var text = new StringBuilder().Append(found.Meaning.Protocol).Append(' ').Append(found.Meaning.Model).Append('\n');
        foreach (MeaningPart part in found.Parts)
        {
            string said = Encoding.UTF8.GetString(body, part.Range.Start, part.Range.Length);
            text.Append(PartKinds.Name(part.Kind))
                .Append(part.Name is null ? "" : "/" + part.Name)
                .Append(' ')
                .Append(said.Length > Shown ? said[..Shown] : said)
                .Append('\n');
        }

        return (found.IsCut ? text.Append("cut\n") : text).ToString();
    }

    private static string Answer(BodyFacts facts, byte[] body)
    {
        var reader = new AnswerReader(facts);
        for (int at = 0; at < body.Length; at += 7)
            reader.Append(body.AsSpan(at, Math.Min(7, body.Length - at)));
        BodyMeaning meaning = reader.Complete()!;
        return $"{meaning.Protocol} {meaning.Model} in {meaning.TokensIn} out {meaning.TokensOut} tools {string.Join(',', reader.Tools)}{(reader.IsCut ? " cut" : "")}\n"
            + string.Concat(meaning.Parts.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => $"{part.Key} {part.Value}\n"));
    }

    private static string Folder()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "Vitrine.slnx")))
            directory = Path.GetDirectoryName(directory);
        return Path.Combine(directory!, "tests", "vectors", "meaning");
    }
}
