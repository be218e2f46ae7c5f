using System.Globalization;
using System.Text.Json;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Findings;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reading;
using Vitrine.Tests.Audit.Reading;

namespace Vitrine.Tests.Audit.Comparison;

/// <summary>
/// One thing that an agent says of its surroundings, from <c>tests/corpus/told</c>: what it says under each condition, and what its README says of it.
/// </summary>
internal sealed record ToldBehaviour(string Id, string Factor, string Where, string Text, Dictionary<string, string> When, string Readme)
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    /// <summary>All of a list.</summary>
    public static ToldBehaviour[] Read(string path) => JsonSerializer.Deserialize<ToldBehaviour[]>(File.ReadAllBytes(path), s_options)!;

    /// <summary>The findings, of the baseline and of each level of the factor by itself.</summary>
    public IReadOnlyList<Finding> Findings()
    {
        string[] documented = Readme.Length == 0
            ? []
            : [.. ReadPackage.With("README.md", "# Agent\n\n" + Readme + "\n").Harvest.Of(HarvestKind.Documented).Select(item => item.Value)];
        var audit = new SyntheticAudit(new SyntheticAgent(Say), Id.Length) { Documented = documented };
        return audit.FindingsOf(Factor);
    }

    private void Say(Draft draft)
    {
        string condition = string.Join(", ", draft.Variation.Levels.Select(level => $"{level.Factor}={level.Name}"));
        string text = Fill((When ?? []).GetValueOrDefault(condition, Text), draft.Machine);
        if (text.Length == 0)
            return;
        switch (Where.Split(' '))
        {
            case ["system"]:
                draft.System += text.TrimEnd('\n') + "\n";
                break;
            case ["block"]:
                draft.Blocks.Add(text);
                break;
            case ["header", var name]:
                draft.Fields.Add((name.ToLowerInvariant(), text));
                break;
            case ["member", var name]:
                draft.Extra[name] = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
                    && number.ToString(CultureInfo.InvariantCulture) == text
                    ? System.Text.Json.Nodes.JsonValue.Create(number)
                    : text;
                break;
            default:
                throw new InvalidDataException($"{Id}: unknown place {Where}");
        }
    }

    private static string Fill(string template, MachineFacts machine)
    {
        DateTime local = SyntheticAgent.Local(machine);
        TimeSpan offset = local - machine.Start.UtcDateTime;
        string language = machine.Locale[..2] switch { "de" => "German", "zh" => "Chinese", "fa" => "Persian", _ => "English" };
        string remoteHost = machine.GitRemote.Contains("://", StringComparison.Ordinal)
            ? new Uri(machine.GitRemote).Host
            : machine.GitRemote.Split('@', ':')[1];
        CultureInfo culture = CultureInfo.InvariantCulture;
        foreach ((string name, string value) in new (string, string)[]
        {
            ("host", machine.HostName), ("user", machine.UserName), ("home", machine.Home), ("cwd", machine.Workspace), ("tz", machine.TimeZone),
            ("offset", $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset.Duration():hh\\:mm}"), ("locale", machine.Locale.Split('.')[0]), ("language", language),
            ("date", local.ToString("yyyy-MM-dd", culture)),
            ("daynumber", ((int)(machine.Start.UtcDateTime - DateTime.UnixEpoch).TotalDays).ToString(culture)), ("time", local.ToString("HH:mm", culture)),
            ("weekday", local.ToString("dddd", culture)), ("remotehost", remoteHost), ("remote", machine.GitRemote), ("email", machine.GitEmail),
            ("name", machine.GitName),
            ("endpoint", new Uri(machine.Endpoint).Host),
            ("files", string.Join(", ", machine.Files.Keys.Select(path => path[(machine.Workspace.Length + 1)..]))),
        })
        {
            template = template.Replace("{" + name + "}", value, StringComparison.Ordinal);
        }

        return template;
    }
}
