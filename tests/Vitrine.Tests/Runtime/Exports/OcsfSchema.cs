using System.Text.Json;
using System.Text.Json.Nodes;
using Vitrine.Tests.Layout;

namespace Vitrine.Tests.Runtime.Exports;

/// <summary>
/// Checks events against facts of the published schema (tests/vectors/ocsf): required attributes, attributes that a class or object has and with which
/// profile, their types and enumerated values, and constraints. An attribute that the table does not have is an error.
/// </summary>
internal static class OcsfSchema
{
    private static readonly JsonObject Table =
        (JsonObject)JsonNode.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "vectors", "ocsf", "1.8.0.json")))!;

    public static List<string> Check(JsonObject written)
    {
        var problems = new List<string>();
        int uid = written["class_uid"]?.GetValue<int>() ?? -1;
        JsonNode? kind = ((JsonObject)Table["classes"]!).Select(pair => pair.Value!).SingleOrDefault(k => k["head"]!["uid"]!.GetValue<int>() == uid);
        if (kind is null)
            return [$"no class {uid}"];
        string[] profiles = [.. ((JsonArray?)written["metadata"]?["profiles"] ?? []).Select(p => p!.GetValue<string>())];
        string[] allowed = [.. ((JsonArray)kind["head"]!["profiles"]!).Select(p => p!.GetValue<string>())];
        problems.AddRange(profiles.Except(allowed).Select(p => $"the class has no profile {p}"));
        if (written["category_uid"]?.GetValue<int>() != kind["head"]!["category"]!.GetValue<int>())
            problems.Add("category_uid is not the class's");
        if (written["type_uid"]?.GetValue<int>() != (uid * 100) + written["activity_id"]?.GetValue<int>())
            problems.Add("type_uid is not class and activity");
        if (written["metadata"]?["version"]?.GetValue<string>() != "1.8.0")
            problems.Add("metadata.version is not the schema's");
        Check(written, kind, profiles, "", problems);
        return problems;
    }

    private static void Check(JsonObject value, JsonNode shape, string[] profiles, string path, List<string> problems)
    {
        JsonNode head = shape["head"]!;
        var attributes = (JsonObject)shape["attributes"]!;
        foreach (JsonNode? name in (JsonArray)head["required"]!)
            if (!value.ContainsKey(name!.GetValue<string>()))
                problems.Add($"{path}{name} is required");
        if (head["constraints"]?["at_least_one"] is JsonArray some && !some.Any(name => value.ContainsKey(name!.GetValue<string>())))
            problems.Add($"{path}: at least one of {some.ToJsonString()}");
        foreach ((string name, JsonNode? member) in value)
        {
            // The profile datetime gives each timestamp a sibling in RFC 3339.
            bool isSibling = name.EndsWith("_dt", StringComparison.Ordinal) && profiles.Contains("datetime") && attributes.ContainsKey(name[..^3]);
            if (isSibling)
                Expect(member!.GetValueKind() == JsonValueKind.String, path + name, "text", problems);
            else if (attributes[name] is not { } attribute)
                problems.Add($"{path}{name} is no attribute");
            else if (attribute["profile"] is { } profile && !profiles.Contains(profile.GetValue<string>()))
                problems.Add($"{path}{name} needs the profile {profile}");
            else if (attribute["array"] is null)
                CheckOne(member, attribute, profiles, path + name, problems);
            else if (member is JsonArray array)
                foreach (JsonNode? element in array)
                    CheckOne(element, attribute, profiles, path + name, problems);
            else
                problems.Add($"{path}{name} is no array");
        }
    }

    private static void CheckOne(JsonNode? value, JsonNode attribute, string[] profiles, string path, List<string> problems)
    {
        string type = attribute["type"]!.GetValue<string>();
        if (type.StartsWith("object:", StringComparison.Ordinal))
        {
            if (value is JsonObject inner)
                Check(inner, Table["objects"]![type[7..]]!, profiles, path + ".", problems);
            else
                problems.Add($"{path} is no object");
            return;
        }

        JsonValueKind kind = value?.GetValueKind() ?? JsonValueKind.Null;
        switch (type)
        {
            case "text":
                Expect(kind == JsonValueKind.String, path, type, problems);
                break;
            case "int":
                Expect(kind == JsonValueKind.Number && value!.AsValue().TryGetValue(out long _), path, type, problems);
                if (attribute["values"] is JsonArray values
                    && !values.Any(v => v!.GetValue<long>() == (value!.AsValue().TryGetValue(out long number) ? number : -1)))
                    problems.Add($"{path} has the value {value}, which is none of the schema's");
                break;
            case "bool":
                Expect(kind is JsonValueKind.True or JsonValueKind.False, path, type, problems);
                break;
            case "float":
                Expect(kind == JsonValueKind.Number, path, type, problems);
                break;
        }
    }

    private static void Expect(bool holds, string path, string type, List<string> problems)
    {
        if (!holds)
            problems.Add($"{path} is not of the type {type}");
    }
}
