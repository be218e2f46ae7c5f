using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization;
using Vitrine.Core.Model;

namespace Vitrine.Tests.Core.Model;

/// <summary>
/// Every kind of observation, found by reflection so that a new one is among them, with a marker in every text of it, however deep.
/// </summary>
internal static class MarkedObservations
{
    public static IEnumerable<Observation> All(string marker) => Kinds.Select(kind => (Observation)Make(kind.DerivedType, marker));

    /// <summary>The kinds, as the JSON of an entry names them.</summary>
    public static IEnumerable<JsonDerivedTypeAttribute> Kinds => typeof(Observation).GetCustomAttributes<JsonDerivedTypeAttribute>();

    /// <summary>The types of observations that there are.</summary>
    public static IEnumerable<Type> Types => typeof(Observation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Observation)) && !type.IsAbstract);

    private static object Make(Type type, string marker)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return marker;
        if (type == typeof(UnixPath))
            return new UnixPath("/" + marker);
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(1)!;
        if (type.IsPrimitive)
            return type == typeof(bool) ? true : Convert.ChangeType(7, type, null);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return MakeList(type.GetGenericArguments()[0], marker);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return new Dictionary<string, long> { [marker] = 7 };
        return MakeRecord(type, marker);
    }

    private static IList MakeList(Type element, string marker)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        list.Add(Make(element, marker));
        return list;
    }

    private static object MakeRecord(Type type, string marker)
    {
        ConstructorInfo constructor = type.GetConstructors().OrderByDescending(one => one.GetParameters().Length).First();
        object made = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Make(parameter.ParameterType, marker))]);
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
            property.SetValue(made, Make(property.PropertyType, marker));
        return made;
    }
}
